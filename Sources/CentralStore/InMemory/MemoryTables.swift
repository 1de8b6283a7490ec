import CampusCard

/// The store's tables in memory: values under their keys, and a log of how to undo what an open transaction wrote.
///
/// Nothing here decides; `MemoryGuards` refuse what the schema refuses in SQLite.
final class MemoryTables: StoreTables {
    var rows = MemoryRows()
    private var undoing: [(inout MemoryRows) -> Void] = []

    /// Runs a transaction: all of it stays, or nothing when it throws.
    func inTransaction<Result>(_ body: () throws -> Result) rethrows -> Result {
        undoing.removeAll(keepingCapacity: true)
        do {
            return try body()
        } catch {
            undo(to: 0)
            throw error
        }
    }

    func inSavepoint(_ body: () throws -> SavepointEnd) throws {
        let mark = undoing.count
        do {
            if try body() == .undo { undo(to: mark) }
        } catch {
            undo(to: mark)
            throw error
        }
    }

    /// Each write says how it is undone.
    func onUndo(_ step: @escaping (inout MemoryRows) -> Void) { undoing.append(step) }

    private func undo(to mark: Int) {
        while undoing.count > mark { undoing.removeLast()(&rows) }
    }
}

/// All rows, as one value: a copy of it is a backup.
struct MemoryRows {
    // Cardholders.
    var holders: [AccountID: HolderRow] = [:]
    var accounts: [StudentNumber: AccountID] = [:]
    var passwords: [AccountID: PasswordRow] = [:]
    var replacements: [AccountID: [ReplacementRow]] = [:]
    // Logins.
    var sessions: [String: SessionRow] = [:]
    var wrongPasswords: [String: WrongPasswords] = [:]
    var wrongNumbers: [KioskID: [String: Int64]] = [:]
    // Quotes.
    var quotes: [QuoteID: QuoteRow] = [:]
    var waivers: [WaiverRow] = []
    // Cards.
    var cards: [CardUID: BoundCard] = [:]
    var cardsOfCase: [CaseID: [CardUID]] = [:]
    var usable: [AccountID: CardUID] = [:]
    var withheld: [CardUID: WithheldRow] = [:]
    var list: [ListedEntry] = []
    var newestEntry: [CardNumber: Int] = [:]
    var releases: [KeptRelease] = []
    // Cases.
    var cases: [CaseID: CaseRow] = [:]
    var live: [AccountID: CaseID] = [:]
    var suspects: [SuspectKey: SuspectRow] = [:]
    var evidence: [EvidenceKey: KeptEvidence] = [:]
    var answers: [CallKey: MemoryAnswer] = [:]
    // Money.
    var balances: [String: Money] = [:]
    var transfers: [TransferRow] = []
    var transfersOfCase: [CaseID: [Int]] = [:]
    // Kiosks.
    var kiosks: [KioskID: KioskRow] = [:]
    var events: [EventStream: [TakenEvent]] = [:]
    var binBooks: [EventStream: BinBooks] = [:]
    var unplaced: [EventStream: [CardRef: UnplacedCard]] = [:]
    // Lives.
    var lives: [LifeRow] = []
    var replays: [ReplayKey: KeptReplay] = [:]
    var conflicts: [KeptConflict] = []

    /// No session, quote or wrong password can have ended before this tick, so nothing is looked for.
    var nothingEndsBefore = Int64.max
    /// The same of kept answers, in wall time.
    var noAnswerBefore = Int64.max
}

/// A cardholder, and the numbers that the account's next case and card take.
struct HolderRow {
    var holder: Cardholder
    var nextIssue: Int64 = 1
    var nextFence: Int64 = 1
}

/// A password, and how often it was changed.
struct PasswordRow {
    var password: StoredPassword
    var generation = 1
}

/// A replacement that counts.
struct ReplacementRow {
    let at: Int64
    let caseID: CaseID?
}

/// A card, and the case that it was bound to.
struct BoundCard {
    var card: CardRecord
    let caseID: CaseID?
}

/// Why a UID is never issued again.
struct WithheldRow {
    let reason: WithheldUID.Reason
    let caseID: CaseID?
    let at: Int64
}

/// An entry of the list, and when it was published.
struct ListedEntry {
    let entry: StopEntry
    let at: Int64
}

/// A case with its times and its proof.
struct CaseRow {
    var record: CaseRecord
    var leaseUntil: Int64
    let openedAt: Int64
    var changedAt: Int64
    var proof: DeliveryProof? = nil
}

/// A case has at most one suspect of each kind.
struct SuspectKey: Hashable {
    let caseID: CaseID
    let kind: Suspects.Kind
}

/// What is not known, and how it was closed.
struct SuspectRow {
    let since: Int64
    let note: String
    var closing: Closing? = nil

    struct Closing {
        let at: Int64
        let resolution: String
        let who: String?
    }
}

/// A source says a thing about a case once.
struct EvidenceKey: Hashable {
    let caseID: CaseID
    let kind: EvidenceKind
    let fate: CardFate
    let source: String
}

/// What else is kept of evidence.
struct KeptEvidence {
    let note: String
    let at: Int64
}

/// A kiosk as it was registered and as it spoke last.
struct KioskRow {
    var inService: Bool
    var why: String? = nil
    var lockedUntil: Int64 = 0
    var heard: Heard? = nil

    struct Heard {
        let call: RegisterCall
        let at: Int64
    }
}

/// An event as it came.
struct TakenEvent {
    let event: KioskEvent
    let quarantined: String?
    let at: Int64
}

/// An answer that a call has had, with the body that it answered.
struct MemoryAnswer {
    let body: any Hashable & Sendable
    let answer: any Hashable & Sendable
    let at: Int64
}
