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
        let last = try transaction.tables.lastReport(of: kiosk)
        try Housekeeping.clear(since: last?.wall, transaction)
        let life = try lifeAfter(call, kiosk: kiosk, transaction)
        try KioskReplay.begin(kiosk, call, known: last?.journal, life: life, transaction)
        try KioskRecord.heard(kiosk, call, transaction)
        try KeptOutCases.tryAgain(in: life, transaction)
        return .done(
            RegisterCall.Answer(
                storeTimeMilliseconds: transaction.now.wall,
                inService: try KioskRecord.inService(kiosk, transaction) == true,
                listVersion: try StopList.version(transaction),
                nextEvent: try EventCursor.next(kiosk, call.epoch, transaction),
                sealingKey: transaction.environment.reportOpener?.publicKey,
                storeEpoch: life.epoch,
                replaying: try life.isReplaying && StoreLife.current(transaction).isReplaying))
    }

    /// A kiosk that was told of more than this database holds proves that an older file took its
    /// place, whoever put it there: a new life begins.
    private static func lifeAfter(
        _ call: RegisterCall, kiosk: KioskID, _ transaction: StoreTransaction
    ) throws -> StoreLife {
        let life = try StoreLife.current(transaction)
        guard let told = call.storeEpoch else { return life }
        if told == life.epoch {
            let next = try EventCursor.next(kiosk, call.epoch, transaction)
            guard call.nextWanted > next else { return life }
            try StoreLife.begin(
                why: "\(kiosk) was told that event \(call.nextWanted) is wanted next, here it is "
                    + "\(next)", transaction)
        } else {
            guard try !StoreLife.isKnown(told, transaction) else { return life }
            try StoreLife.begin(
                why: "\(kiosk) knows a later life of this store", transaction)
        }
        return try StoreLife.current(transaction)
    }
}
