import CampusCard

/// A kiosk's boot report and heartbeat.
enum RegisterRule {
    /// The most characters of a software version.
    static let softwareLimit = 64

    static func answer(
        _ call: RegisterCall, kiosk: KioskID, _ transaction: StoreTransaction
    ) throws -> CallAnswer<RegisterCall.Answer> {
        guard call.software.utf8.count <= softwareLimit,
            (1...Int64.max).contains(call.nextWanted.value), call.nextEvent >= call.nextWanted
        else { throw Rejection(.malformed) }
        try Housekeeping.clear(transaction)
        try noticeRestore(call, kiosk: kiosk, transaction)
        let life = try StoreLife.current(transaction)
        try KioskReplay.begin(
            kiosk, call, known: KioskRecord.journal(of: kiosk, transaction), life: life,
            transaction)
        try KioskRecord.heard(kiosk, call, transaction)
        return .done(
            RegisterCall.Answer(
                storeTimeMilliseconds: transaction.now.wall,
                inService: try KioskRecord.inService(kiosk, transaction) == true,
                listVersion: try StopList.version(transaction),
                nextEvent: try EventCursor.next(kiosk, call.epoch, transaction),
                sealingKey: transaction.environment.reportOpener?.publicKey,
                storeEpoch: life.epoch,
                replaying: try StoreLife.current(transaction).isReplaying))
    }

    /// A kiosk that was told of more than this database holds proves that an older file took its
    /// place, whoever put it there: a new life begins.
    private static func noticeRestore(
        _ call: RegisterCall, kiosk: KioskID, _ transaction: StoreTransaction
    ) throws {
        guard let told = call.storeEpoch else { return }
        let life = try StoreLife.current(transaction)
        if try !StoreLife.isKnown(told, transaction) {
            try StoreLife.begin(
                why: "\(kiosk) knows a later life of this store", transaction)
        } else if told == life.epoch {
            let next = try EventCursor.next(kiosk, call.epoch, transaction)
            guard call.nextWanted > next else { return }
            try StoreLife.begin(
                why: "\(kiosk) was told that event \(call.nextWanted) is wanted next, here it is "
                    + "\(next)", transaction)
        }
    }
}
