import CampusCard
import GRDB

/// The answers to one call that came as bytes: kept sealed in SQLite, for some hold a session token or the keys of a card.
/// A repetition gets the first answer byte for byte.
final class WireAnswers: KeptAnswers {
    private let body: [UInt8]
    private let tables: SQLTables
    /// The answer's bytes, once it was found or kept.
    private(set) var answer: [UInt8]?

    init(body: [UInt8], tables: SQLTables) {
        self.body = body
        self.tables = tables
    }

    func find<Body: StoreCall>(
        _ key: CallKey, _ request: CallRequest<Body>, _ transaction: StoreTransaction
    ) throws -> KeptAnswer<Body.Answer> {
        let row = try tables.row(
            """
            SELECT body_digest, sealed_answer FROM answered_call WHERE campus = :campus
                AND kiosk = :kiosk AND case_id = :case AND call = :call AND attempt = :attempt
            """, Self.arguments(key))
        guard let row else { return .new }
        guard row["body_digest"] == transaction.keys.digest(body) else { return .otherBody }
        guard let sealed = [UInt8](hex: row["sealed_answer"]),
            let bytes = transaction.keys.open(sealed)
        else { throw StoreFailure("a kept answer was sealed under other keys") }
        answer = bytes
        return .same(try WireFormat.decodeOwn(bytes))
    }

    func keep<Body: StoreCall>(
        _ answer: CallAnswer<Body.Answer>, _ key: CallKey, _ request: CallRequest<Body>,
        _ transaction: StoreTransaction
    ) throws {
        let bytes = try WireFormat.encode(answer)
        let nonce = transaction.environment.randomBytes(VaultSeal.nonceLength)
        var all = Self.arguments(key)
        all["digest"] = transaction.keys.digest(body)
        all["answer"] = transaction.keys.seal(bytes, nonce: nonce).hex
        all["at"] = transaction.now.wall
        try tables.run(
            """
            INSERT INTO answered_call VALUES
                (:campus, :kiosk, :case, :call, :attempt, :digest, :answer, :at)
            """, all)
        self.answer = bytes
    }

    private static func arguments(_ key: CallKey) -> SQLTables.Arguments {
        [
            "kiosk": key.kiosk.text, "case": key.caseID.text, "call": key.call.rawValue,
            "attempt": key.attempt,
        ]
    }
}
