import CampusCard
import KioskCore

/// What a kiosk knows of its case beside the core's state (the values of the real case file, without its secrets).
struct CaseNotes {
    let caseID: CaseID
    let job: Job
    var session: SessionToken?
    var quote: QuoteID?
    var typed: (number: StudentNumber, password: CardPassword)?
    var newPassword: CardPassword?
    var sealedReport: SealedLossReport?
    var fence: Fence?
    var card: Card?
    var bound: IssueNumber?
    var spoiled: [CardUID] = []
    private var attempts: [Int]

    /// The card that the case has in the machine.
    struct Card {
        let ref: CardRef
        /// Which card it really is, for checks.
        let serial: Int?
        var uid: CardUID?
        var binCountAtPresentation: Int?
    }

    init(_ caseID: CaseID, _ job: Job) {
        self.caseID = caseID
        self.job = job
        attempts = Array(repeating: 0, count: CallKind.allCases.count)
    }

    /// A new intention takes the next number, a commit repeats its own.
    mutating func attempt(of call: CallKind) -> Int {
        if call == .commit { return 1 }
        attempts[call.ordinal] += 1
        return attempts[call.ordinal]
    }

    mutating func noteSpoiled() {
        guard let uid = card?.uid, !spoiled.contains(uid) else { return }
        spoiled.append(uid)
    }
}

extension CallKind {
    fileprivate var ordinal: Int {
        switch self {
        case .login: 0
        case .changePassword: 1
        case .quote: 2
        case .open: 3
        case .bind: 4
        case .commit: 5
        case .get: 6
        case .reportLoss: 7
        }
    }
}
