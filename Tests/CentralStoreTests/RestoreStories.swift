import CampusCard
import CentralStore
import Testing

extension RestoreTests {
    /// One story told to a store, with a backup from before each of its steps.
    struct Telling {
        let story: Story
        let rig: StoreRig
        let journal = KioskJournalModel()
        private let pushedAtOnce: Bool
        private let id = CaseID(validated: "c-told")

        init(_ story: Story, pushedAtOnce: Bool) throws {
            (self.story, self.pushedAtOnce) = (story, pushedAtOnce)
            rig = try StoreRig()
        }

        /// - Returns: the backups, in order.
        func run() throws -> [StoreDatabase] {
            var backups: [StoreDatabase] = []
            let session = try RigCase(rig, id.text).session
            func step<Result>(_ act: () throws -> Result) throws -> Result {
                backups.append(try rig.backup())
                let result = try act()
                if pushedAtOnce { try journal.push(on: rig) }
                return result
            }
            func write(_ facts: KioskFact...) throws {
                try step { facts.forEach(journal.write) }
            }
            if story == .lossOnly {
                _ = try step { try journal.call(ReportLossCall(session: session), id, on: rig) }
                try write(.stock(.counted(unit: .bin, found: 0)))
                return backups
            }
            let fence = try step {
                let quote = try journal.call(QuoteCall(session: session), id, on: rig).quote
                return try journal.call(OpenCall(session: session, quote: quote), id, on: rig).fence
            }
            if story == .cancelled {
                try write(.abandoned(caseID: id, reason: .cancelledByStudent, spoiled: []))
                return backups
            }
            func bind(_ blank: UInt32, _ attempt: Int) throws -> Personalisation {
                try write(.stock(.fed(card: CardRef(fedBy: MovementID(Int64(blank))))))
                return try step {
                    try journal.call(
                        BindCall(fence: fence, uid: StoreRig.uid(blank)), id, on: rig,
                        attempt: attempt)
                }
            }
            var plan = try bind(100, 1)
            if story == .badBlank {
                let card = CardRef(fedBy: MovementID(100))
                try write(.stock(.retained(card: card, uid: plan.uid)))
                try write(.abandoned(caseID: id, reason: .encodingFailed, spoiled: [plan.uid]))
                return backups
            }
            if story == .twoBlanks { plan = try bind(101, 2) }
            _ = try step {
                let call = CommitCall(
                    fence: fence, uid: plan.uid, issueNumber: plan.issueNumber)
                return try journal.call(call, id, on: rig)
            }
            try end(plan.uid, write)
            return backups
        }

        private func end(_ uid: CardUID, _ write: (KioskFact...) throws -> Void) throws {
            let delivered = KioskFact.delivered(caseID: id, uid: uid, evidence: .takenSeenLive)
            let card = CardRef(fedBy: MovementID(100))
            switch story {
            case .delivered, .twoBlanks: try write(delivered)
            case .notTaken: try write(.voided(caseID: id, uid: uid))
            case .foundInBin:
                try write(.suspected(caseID: id, uid: uid))
                try write(.stock(.retained(card: card, uid: uid)))
            case .suspected: try write(.suspected(caseID: id, uid: uid))
            case .suspectedThenDelivered:
                try write(.suspected(caseID: id, uid: uid))
                try write(delivered)
            case .cancelled, .badBlank, .lossOnly: break
            }
        }
    }

    /// What a store knows that matters to a student and to the books; numbers that a new life leaves
    /// out are no part of it.
    struct Knowledge: Equatable {
        let lines: [String]

        init(of rig: StoreRig, afterPush journal: KioskJournalModel? = nil) throws {
            if let journal { try journal.push(on: rig) }
            lines = try Self.queries.map { try rig.text($0) ?? "nothing" }
        }

        private static let queries = [
            """
            SELECT group_concat(case_id || kiosk || account || stage || fee || fence || blanks
                || COALESCE(new_uid, '') || COALESCE(new_issue, '') || COALESCE(end_reason, '')
                || COALESCE(evidence, '')) FROM (SELECT * FROM replacement_case ORDER BY case_id)
            """,
            """
            SELECT group_concat(uid || '/' || issue_number || '/' || account || life || lost
                || good_as_of || COALESCE(case_id, ''))
            FROM (SELECT * FROM card ORDER BY uid)
            """,
            """
            SELECT group_concat(ledger_account || fen)
            FROM (SELECT * FROM balance ORDER BY ledger_account)
            """,
            "SELECT group_concat(uid) FROM (SELECT uid FROM withheld_uid ORDER BY uid)",
            """
            SELECT group_concat(card_number || '<' || through) FROM (SELECT card_number,
                MAX(stopped_through) AS through FROM stop_entry GROUP BY 1 ORDER BY 1)
            """,
            """
            SELECT group_concat(case_id || kind || (resolved_at IS NULL))
            FROM (SELECT * FROM suspect ORDER BY case_id, kind)
            """,
            "SELECT group_concat(account || COALESCE(case_id, '')) FROM replacement",
        ]
    }
}
