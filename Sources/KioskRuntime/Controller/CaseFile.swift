import CampusCard
import KioskCore
import KioskPorts

/// What is known of the case under way beside the core's state: ids, the student's login, the card in the machine. It is
/// dropped as a whole when the student leaves; only what the journal holds survives.
struct CaseFile {
    let caseID: CaseID
    let job: Job
    var student: Student?
    /// What the student typed, for the one call that carries it.
    var credentials: (number: StudentNumber, password: CardPassword)?
    var newPassword: CardPassword?
    /// The number that was typed, for the slip of a student whom the store did not name.
    var typedNumber: MaskedStudentNumber?
    /// The student's loss report, sealed at the login: it waits for the store if the store does not answer.
    var sealedReport: SealedLossReport?
    var fence: Fence?
    var card: CardInMachine?
    /// Records and keys of the card that is being made.
    var personalisation: Personalisation?
    /// The number of the card that was bound; it outlives the personalisation, for the receipt.
    var cardNumber: CardNumber?
    /// UIDs of this case on which an identity may have been written.
    var spoiled: [CardUID] = []
    /// Figures of the last refusal, for the page.
    var refused: Refused?
    private var attempts: [StoreCallName: Int] = [:]

    init(caseID: CaseID, job: Job) {
        self.caseID = caseID
        self.job = job
    }

    /// The attempt number of a call: a new intention takes the next, a commit repeats its own (it is one intention
    /// however often it is sent).
    mutating func attempt(of call: CallKind) -> Int {
        if call == .commit { return 1 }
        let next = attempts[call.name, default: 0] + 1
        attempts[call.name] = next
        return next
    }
}

/// A student who is logged in.
struct Student {
    let session: SessionToken
    var holder: MaskedHolder
    var quote: QuoteCall.Answer?
}

/// The card that a case has in the machine.
struct CardInMachine {
    let ref: CardRef
    var uid: CardUID?
    /// The bin's counter when the card was sent to the exit.
    var binCountAtPresentation: Int?
}
