import CampusCard
import GRDB

/// A kiosk as the operator registered it.
enum KioskRecord {
    /// Whether the kiosk is in service; nil for one that the store does not know.
    static func inService(_ kiosk: KioskID, _ transaction: StoreTransaction) throws -> Bool? {
        try transaction.row(
            "SELECT in_service FROM kiosk WHERE campus = :campus AND kiosk = :kiosk",
            ["kiosk": kiosk.text])?["in_service"]
    }

    /// The journal that the kiosk last reported with.
    static func journal(
        of kiosk: KioskID, _ transaction: StoreTransaction
    ) throws -> JournalEpoch? {
        let text: String? = try transaction.row(
            "SELECT epoch FROM kiosk WHERE campus = :campus AND kiosk = :kiosk",
            ["kiosk": kiosk.text])?["epoch"]
        return text.map(JournalEpoch.init(validated:))
    }

    /// No new case begins at a kiosk that an operator took out of service; running ones end as they
    /// would.
    static func requireInService(_ kiosk: KioskID, _ transaction: StoreTransaction) throws {
        guard try inService(kiosk, transaction) == true else {
            throw Rejection(.kioskNotInService)
        }
    }

    /// Registers a kiosk, or changes whether it is in service.
    static func set(
        _ kiosk: KioskID, inService: Bool, why: String?, _ transaction: StoreTransaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO kiosk (campus, kiosk, in_service, why) VALUES (:campus, :kiosk, :in, :why)
            ON CONFLICT DO UPDATE SET in_service = :in, why = :why
            """, ["kiosk": kiosk.text, "in": inService, "why": why])
    }

    /// Keeps what a kiosk said of itself.
    static func heard(
        _ kiosk: KioskID, _ call: RegisterCall, _ transaction: StoreTransaction
    ) throws {
        try transaction.run(
            """
            UPDATE kiosk SET boot_id = :boot, epoch = :epoch, software = :software, last_heard = :at
            WHERE campus = :campus AND kiosk = :kiosk
            """,
            [
                "kiosk": kiosk.text, "boot": call.bootID.text, "epoch": call.epoch.text,
                "software": call.software, "at": transaction.now.wall,
            ])
    }
}
