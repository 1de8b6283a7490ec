import CampusCard

/// A kiosk as the operator registered it.
enum KioskRecord {
    /// Whether the kiosk is in service; nil for one that the store does not know.
    static func inService(_ kiosk: KioskID, _ transaction: StoreTransaction) throws -> Bool? {
        try transaction.tables.isInService(kiosk)
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
        try transaction.tables.setKiosk(kiosk, inService: inService, why: why)
    }

    /// Keeps what a kiosk said of itself.
    static func heard(
        _ kiosk: KioskID, _ call: RegisterCall, _ transaction: StoreTransaction
    ) throws {
        try transaction.tables.heard(kiosk, call, at: transaction.now.wall)
    }
}
