import CampusCard
import GRDB

/// The key by which a call is known again, and the answer that was given to it.
struct AnsweredCall {
    let kiosk: KioskID
    let caseID: CaseID
    let call: StoreCallName
    let attempt: Int

    /// What the store knows of a key.
    enum Found {
        case new
        case same([UInt8])
        case otherBody
    }

    func find(body: [UInt8], _ transaction: StoreTransaction) throws -> Found {
        let row = try transaction.row(
            """
            SELECT body_digest, sealed_answer FROM answered_call WHERE campus = :campus
                AND kiosk = :kiosk AND case_id = :case AND call = :call AND attempt = :attempt
            """, arguments)
        guard let row else { return .new }
        guard row["body_digest"] == transaction.keys.digest(body) else { return .otherBody }
        guard let sealed = [UInt8](hex: row["sealed_answer"]),
            let answer = transaction.keys.open(sealed)
        else { throw StoreFailure("a kept answer was sealed under other keys") }
        return .same(answer)
    }

    func keep(_ answer: [UInt8], body: [UInt8], _ transaction: StoreTransaction) throws {
        let nonce = transaction.environment.randomBytes(VaultSeal.nonceLength)
        var all = arguments
        all["digest"] = transaction.keys.digest(body)
        all["answer"] = transaction.keys.seal(answer, nonce: nonce).hex
        all["at"] = transaction.now.wall
        try transaction.run(
            """
            INSERT INTO answered_call VALUES
                (:campus, :kiosk, :case, :call, :attempt, :digest, :answer, :at)
            """, all)
    }

    private var arguments: StoreTransaction.Arguments {
        [
            "kiosk": kiosk.text, "case": caseID.text, "call": call.rawValue, "attempt": attempt,
        ]
    }
}
