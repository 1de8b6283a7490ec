import CampusCard
import Foundation
import GRDB
import Synchronization
import Testing

@testable import CentralStore

/// The same store twice, over SQLite and in memory, on one clock and with the same random bytes: whatever is asked of both
/// must be answered alike, and leave the same rows.
final class TwinStores {
    /// Had a replacement today, and one long ago.
    static let often = StudentNumber(validated: "2023010004")
    static let students = [StoreRig.mei, StoreRig.bo, StoreRig.poor, often]
    let clock = ManualClock()
    let sql: StoreService
    let memory: MemoryStore

    init(seed: UInt64) throws {
        let keys = KeyRing(generation: 0x31, randomBytes: SeededBytes(seed: seed).bytes)
        let (one, two) = (
            Self.environment(clock, seed: seed), Self.environment(clock, seed: seed)
        )
        sql = try StoreService(
            database: StoreDatabase(inMemoryFrom: nil),
            campus: CampusID(validated: "main"), policy: .ordinary, environment: one, keys: keys)
        memory = try MemoryStore(
            policy: .ordinary, environment: two, keys: keys, notes: SealedNotes())
        let people = [
            StoreRig.student(1, StoreRig.mei), StoreRig.student(2, StoreRig.bo, earlier: []),
            StoreRig.student(4, Self.often, earlier: [clock.wallMilliseconds(), 0]),
            StoreRig.student(3, StoreRig.poor, balance: Money(fen: 1_999), password: nil),
        ]
        try both { transaction in
            for kiosk in [StoreRig.k1, StoreRig.k2] {
                try KioskRecord.set(kiosk, inService: true, why: nil, transaction)
            }
            for person in people { try person.insert(transaction) }
        }
    }

    /// Random bytes by their number: the nonces that only SQLite needs must not shift the others.
    private static func environment(_ clock: ManualClock, seed: UInt64) -> StoreEnvironment {
        let streams = Mutex<[Int: SeededBytes]>([:])
        return StoreEnvironment(
            clock: clock,
            randomBytes: { count in
                let stream = streams.withLock { streams in
                    let stream = streams[count] ?? SeededBytes(seed: seed ^ UInt64(count))
                    streams[count] = stream
                    return stream
                }
                return stream.bytes(count)
            }, passwordCost: .test, cardFormat: .standard, reportOpener: OpenSeal())
    }

    /// Asks both, as a kiosk does.
    func call<Body: RuledCall>(
        _ body: Body, at kiosk: KioskID, _ caseID: CaseID?, attempt: Int
    ) throws -> CallAnswer<Body.Answer> {
        let request = CallRequest(kiosk: kiosk, caseID: caseID, attempt: attempt, body: body)
        let bytes = try sql.handle(
            kiosk: kiosk, callName: Body.name.rawValue, bytes: StoreRig.encode(request))
        let one = try JSONDecoder().decode(CallAnswer<Body.Answer>.self, from: Data(bytes))
        let two = try memory.answer(request)
        #expect(one == two, "\(Body.name) of \(String(describing: caseID)), attempt \(attempt)")
        return two
    }

    /// What an operator or the registry does, to both.
    func both(_ act: (StoreTransaction) throws -> Void) throws {
        try sql.inTransaction("act") { try act($0) }
        try memory.inTransaction("act") { try act($0) }
    }

    /// The first rows in which the two differ; nil when they are the same.
    func difference() throws -> String? {
        let (one, two) = (try sql.sortedRows(), memory.sortedRows())
        for (table, rows) in one.sorted(by: { $0.key < $1.key }) {
            let others = two[table] ?? []
            if rows != others {
                let (only, extra) = (Set(rows), Set(others))
                return """
                    \(table): only in SQLite \(only.subtracting(extra).sorted()), \
                    only in memory \(extra.subtracting(only).sorted())
                    """
            }
        }
        return nil
    }
}

/// All rows as text, in the same form from both.
extension StoreService {
    private static let tables = [
        "cardholder": "account, frozen, next_issue, next_fence",
        "password": "account, verifier, is_default, generation",
        "replacement": "account, at, case_id",
        "session": "token_digest, account, kiosk, must_change, ends_tick",
        "login_throttle": "subject, wrong, last_tick, locked_until",
        "kiosk_wrong_number": "kiosk, subject, last_tick",
        "quote": "quote, account, token_digest, fee, fee_reason, ends_tick, used_by",
        "fee_waiver": "waiver, account, who, why, at, used_by",
        "card":
            """
        uid, card_number, issue_number, account, case_id, life, lost, frozen, bad, write_state,
        good_as_of, bound_at
        """,
        "withheld_uid": "uid, why, case_id, at",
        "stop_entry": "version, card_number, stopped_through, why, at, released",
        "card_release": "version, card_number, at, who, why",
        "replacement_case": """
        case_id, kiosk, account, stage, fee, fence, lease_until, blanks, new_uid, new_issue,
        end_reason, evidence, evidence_who, evidence_why, opened_at, changed_at
        """,
        "store_epoch": "number, epoch, begun_at, why, list_floor, replayed_at",
        "kiosk_replay": """
        number, kiosk, journal_epoch, target, done_at, given_up_at IS NOT NULL, other_journal
        """,
        "replay_conflict": "kiosk, journal_epoch, sequence, number, case_id, why, found_at",
        "suspect": "case_id, kind, since, note, resolved_at, resolution, who",
        "evidence": "case_id, kind, fate, source, note, at",
        "bin_books": "kiosk, epoch, booked, last_booked, last_found, doubtful",
        "unplaced_card": "kiosk, epoch, card, uid",
        "answered_call": "kiosk, case_id, call, attempt, at",
        "balance": "ledger_account, fen",
        "transfer": "transfer, at, kind, from_account, to_account, fen, case_id, leg",
        "kiosk": "kiosk, in_service, why, locked_until, boot_id, epoch, software, last_heard",
        "kiosk_event": "kiosk, epoch, sequence, received_at, quarantined",
    ]

    func sortedRows() throws -> [String: [String]] {
        try database.queue.read { db in
            try Self.tables.reduce(into: [:]) { all, table in
                all[table.key] = try Row.fetchAll(
                    db, sql: "SELECT \(table.value) FROM \(table.key)"
                ).map { row in row.databaseValues.map(Self.text).joined(separator: "|") }.sorted()
            }
        }
    }

    private static func text(_ value: DatabaseValue) -> String {
        switch value.storage {
        case .null: "-"
        case .int64(let number): "\(number)"
        case .double(let number): "\(number)"
        case .string(let text): text
        case .blob(let data): "\(data.count) bytes"
        }
    }
}

extension MemoryStore {
    func sortedRows() -> [String: [String]] {
        let rows = tables.rows
        var all = rows.people
        all.merge(rows.business) { left, _ in left }
        return all.mapValues { $0.sorted() }
    }
}

extension MemoryRows {
    fileprivate var people: [String: [String]] {
        [
            "cardholder": holders.map {
                line($0.key, $0.value.holder.frozen, $0.value.nextIssue, $0.value.nextFence)
            },
            "password": passwords.map {
                line(
                    $0.key, $0.value.password.current.text, $0.value.password.isDefault,
                    $0.value.generation)
            },
            "replacement": replacements.flatMap { account, rows in
                rows.map { line(account, $0.at, $0.caseID) }
            },
            "session": sessions.values.map {
                line($0.tokenDigest, $0.account, $0.kiosk, $0.mustChange, $0.endsTick)
            },
            "login_throttle": wrongPasswords.map {
                line($0.key, $0.value.count, $0.value.lastTick, $0.value.lockedUntil)
            },
            "kiosk_wrong_number": wrongNumbers.flatMap { kiosk, rows in
                rows.map { line(kiosk, $0.key, $0.value) }
            },
            "quote": quotes.values.map {
                line(
                    $0.id, $0.account, $0.tokenDigest, $0.fee.fen, $0.reason.rawValue, $0.endsTick,
                    $0.usedBy)
            },
            "fee_waiver": waivers.map {
                line($0.id, $0.account, $0.who, $0.why, $0.at, $0.usedBy)
            },
            "kiosk": kiosks.map { kiosk, row in
                line(
                    kiosk, row.inService, row.why, row.lockedUntil, row.heard?.call.bootID,
                    row.heard?.call.epoch, row.heard?.call.software, row.heard?.at)
            },
            "kiosk_event": events.flatMap { stream, taken in
                taken.map {
                    line(
                        stream.kiosk, stream.epoch, $0.event.sequence, $0.at, $0.quarantined)
                }
            },
        ]
    }

    fileprivate var business: [String: [String]] {
        [
            "card": cards.values.map { bound in
                let card = bound.card
                return line(
                    card.uid, card.cardNumber, card.issueNumber, card.account, bound.caseID,
                    card.life.rawValue, card.lost, card.flags.contains(.frozen),
                    card.flags.contains(.bad), card.write.state,
                    card.goodAsOf, card.boundAt)
            },
            "withheld_uid": withheld.map {
                line($0.key, $0.value.reason.rawValue, $0.value.caseID, $0.value.at)
            },
            "stop_entry": list.map {
                line(
                    $0.entry.version, $0.entry.card, $0.entry.issues.through,
                    $0.entry.reason.rawValue, $0.at, $0.entry.issues.released)
            },
            "card_release": releases.map {
                line($0.row.version, $0.row.card, $0.at, $0.row.who, $0.row.why)
            },
            "replacement_case": cases.values.map { row in
                let of = row.record
                return line(
                    of.id, of.kiosk, of.account, of.stage.rawValue, of.fee.fen, of.fence,
                    row.leaseUntil, of.blanks, of.newUID, of.newIssue, of.endReason?.rawValue,
                    row.proof?.evidence, row.proof?.who, row.proof?.why, row.openedAt,
                    row.changedAt)
            },
            "suspect": suspects.map {
                line(
                    $0.key.caseID, $0.key.kind.rawValue, $0.value.since, $0.value.note,
                    $0.value.closing?.at, $0.value.closing?.resolution, $0.value.closing?.who)
            },
            "evidence": evidence.map {
                line(
                    $0.key.caseID, $0.key.kind.rawValue, $0.key.fate.rawValue, $0.key.source,
                    $0.value.note, $0.value.at)
            },
            "bin_books": binBooks.map {
                line(
                    $0.key.kiosk, $0.key.epoch, $0.value.booked, $0.value.lastCount?.booked,
                    $0.value.lastCount?.found, $0.value.isDoubtful)
            },
            "unplaced_card": unplaced.flatMap { journal, cards in
                cards.values.map {
                    line(journal.kiosk, journal.epoch, $0.card.fedBy.value, $0.uid)
                }
            },
            "store_epoch": lives.map {
                line($0.number, $0.epoch, $0.begunAt, $0.why, $0.listFloor, $0.replayedAt)
            },
            "kiosk_replay": replays.map {
                line(
                    $0.key.life, $0.key.kiosk, $0.value.row?.journal, $0.value.row?.target,
                    $0.value.doneAt, $0.value.isGivenUp, $0.value.row?.isOtherJournal ?? false)
            },
            "replay_conflict": conflicts.map {
                line(
                    $0.row.kiosk, $0.row.journal, $0.row.sequence, $0.row.life, $0.row.caseID,
                    $0.row.why.rawValue, $0.row.foundAt)
            },
            "answered_call": answers.map {
                line($0.key.kiosk, $0.key.caseID, $0.key.call.rawValue, $0.key.attempt, $0.value.at)
            },
            "balance": balances.map { line($0.key, $0.value.fen) },
            "transfer": transfers.map {
                line(
                    $0.id, $0.at, $0.kind.rawValue, $0.from, $0.to, $0.amount.fen, $0.caseID,
                    $0.leg)
            },
        ]
    }

    /// Values as SQLite shows them: nothing as a dash, truth as a number.
    private func line(_ values: Any?...) -> String {
        values.map { value in
            switch value {
            case nil: "-"
            case let truth as Bool: truth ? "1" : "0"
            case let value?: "\(value)"
            }
        }.joined(separator: "|")
    }
}

extension CardWrite {
    /// As the column has it.
    fileprivate var state: String {
        switch self {
        case .inSync: "inSync"
        case .pending: "pending"
        case .unknown: "unknown"
        }
    }
}
