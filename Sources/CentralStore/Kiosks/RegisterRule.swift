import CampusCard

/// A kiosk's boot report and heartbeat.
enum RegisterRule {
    /// The most characters of a software version.
    static let softwareLimit = 64

    static func answer(
        _ call: RegisterCall, kiosk: KioskID, _ transaction: StoreTransaction
    ) throws -> CallAnswer<RegisterCall.Answer> {
        guard call.software.utf8.count <= softwareLimit else { throw Rejection(.malformed) }
        try Housekeeping.clear(transaction)
        try KioskRecord.heard(kiosk, call, transaction)
        return .done(
            RegisterCall.Answer(
                storeTimeMilliseconds: transaction.now.wall,
                inService: try KioskRecord.inService(kiosk, transaction) == true,
                listVersion: try StopList.version(transaction),
                nextEvent: try EventCursor.next(kiosk, call.epoch, transaction),
                sealingKey: transaction.environment.reportOpener?.publicKey))
    }
}
