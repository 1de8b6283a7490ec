package import CardPrimitives
package import KioskPorts

/// Everything outside the controller that it works with. The composition root chooses drivers or simulators.
package struct Equipment: Sendable {
    package let dispenser: any CardDispenser
    /// The reader over the path.
    package let readPosition: any CardChannel
    /// The reader that faces the student; nil when this kiosk has none. No case needs it: its presence is told, no more.
    package let counter: (any CardChannel)?
    package let printer: any ReceiptPrinter
    package let journal: any KioskJournal
    package let store: any StoreCalls
    package let reportSealer: any ReportSealer
    package let reportShelf: any ReportShelf
    package let clock: any KioskClock
    /// Where it is counted what had to be dealt with; drivers, journal and store client are handed the same.
    package let troubles: TroubleCounter
    package let random: @Sendable () -> any RandomSource
    /// Where the controller's tasks run; nil for the shared pool. A simulation passes its single thread.
    package let executor: (any TaskExecutor)?
    /// One line for a person reading the log; never a name, number or key.
    package let log: @Sendable (String) -> Void

    package init(
        dispenser: any CardDispenser, readPosition: any CardChannel,
        counter: (any CardChannel)?, printer: any ReceiptPrinter, journal: any KioskJournal,
        store: any StoreCalls, reportSealer: any ReportSealer,
        reportShelf: any ReportShelf, clock: any KioskClock, troubles: TroubleCounter,
        random: @escaping @Sendable () -> any RandomSource, executor: (any TaskExecutor)?,
        log: @escaping @Sendable (String) -> Void
    ) {
        self.dispenser = dispenser
        self.readPosition = readPosition
        self.counter = counter
        self.printer = printer
        self.journal = journal
        self.store = store
        self.reportSealer = reportSealer
        self.reportShelf = reportShelf
        self.clock = clock
        self.troubles = troubles
        self.random = random
        self.executor = executor
        self.log = log
    }
}
