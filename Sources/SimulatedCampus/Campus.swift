import CampusCard
import CardPrimitives
package import CentralStore
package import Foundation
package import Journal
import KioskCore
import KioskPorts
package import KioskRuntime
package import Simulator
import StoreClient

/// One campus on virtual time: a store, a machine with a student before it, and a kiosk that is stopped and started at
/// will. Everything above the devices and the network is the production code, with real SQLite and real card
/// cryptography; the same settings give the same run to the last byte.
package final class Campus {
    package let settings: CampusSettings
    package let executor: VirtualExecutor
    package let clock: VirtualClock
    package let machine: RunningMachine
    package private(set) var store: StoreService
    package let network: SimulatedNetwork
    package let printer = PaperPrinter()
    /// The loss reports that wait for the store.
    package let shelf = MemoryShelf()
    /// What really happened to the cards.
    package let truth = TruthRecord()
    package private(set) var journal: SQLiteJournal
    package private(set) var kiosk: KioskController
    /// The journal as the kiosk of this boot has it.
    package private(set) var cutting: CuttingJournal
    private let folder: URL
    private let bus: CampusBus
    private var boots = 1
    private(set) var storeRuns: UInt64 = 1

    /// - Parameter folder: where the journal lies; emptied and removed with this object.
    package init(_ settings: CampusSettings, folder: URL) throws {
        self.settings = settings
        self.folder = folder
        executor = VirtualExecutor(seed: settings.seed)
        let clock = VirtualClock(executor: executor, wallAtStart: CampusNames.wallAtStart)
        self.clock = clock
        machine = try CampusMachine.make(settings, truth: truth)
        store = try CampusStore.make(settings, clock: clock)
        bus = try CampusBus(
            machine: machine, clock: clock, random: SeededRandom(seed: settings.seed ^ 0xB05),
            trace: settings.trace)
        network = SimulatedNetwork(store: store, kiosk: CampusNames.kiosk, clock: clock)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        journal = try Self.openJournal(folder)
        cutting = CuttingJournal(
            journal, cutAfter: settings.cutAfterAppends.first, keepsLast: settings.cutKeepsAppend)
        kiosk = CampusKiosk.make(
            boot: 0, settings: settings, journal: cutting, clock: clock, machine: machine,
            bus: bus, line: network.line(), printer: printer, shelf: shelf,
            executor: executor)
        try countStock()
        let bus = bus
        Task(executorPreference: executor) { await bus.follow() }
        start()
    }

    deinit {
        // The folder is a temporary one: what is left of it, the system removes.
        try? FileManager.default.removeItem(at: folder)
    }

    /// A technician's count on the first day.
    private func countStock() throws {
        try journal.append(
            [
                .unitCounted(.hopper, found: settings.blanks, by: "first-day"),
                .unitCounted(.bin, found: 0, by: "first-day"),
            ],
            at: JournalStamp(
                bootID: BootID(validated: "first-day"),
                wallMilliseconds: clock.wallMilliseconds(), monotonicMilliseconds: 0))
    }

    private static func openJournal(_ folder: URL) throws -> SQLiteJournal {
        try SQLiteJournal(
            path: journalPath(folder),
            epochIfNew: JournalEpoch(validated: "epoch-1"), reserveBytes: 1 << 16)
    }

    private static func journalPath(_ folder: URL) -> String {
        folder.appending(path: "journal.sqlite").path()
    }

    /// Where the journal's file lies, for readers of it.
    package var journalPath: String { Self.journalPath(folder) }

    private func start() {
        let (kiosk, log) = (kiosk, settings.log)
        Task(executorPreference: executor) {
            do {
                try await kiosk.run()
            } catch {
                log("the kiosk stopped: \(error)")
            }
        }
    }

    /// Power fails: the kiosk's tasks end where they stand and are heard no more, the machine stops with every card where it
    /// is, the journal keeps what was in it. After the pause power is back and the kiosk starts anew.
    package func cutPower(pause: Duration = .seconds(30)) throws {
        try killKiosk()
        machine.act(at: clock.monotonic()) { $0.machine.cutPower() }
        pass(pause)
        machine.act(at: clock.monotonic()) { $0.machine.restorePower() }
        try startKiosk()
    }

    /// The kiosk's process ends without a word; the machine keeps its power.
    package func killKiosk() throws {
        network.cutLines()
        let dying = kiosk
        let ended = Flag()
        Task(executorPreference: executor) {
            await dying.stop()
            ended.raise()
        }
        _ = executor.run(until: clock.monotonic()) { ended.isRaised }
        try journal.close()
    }

    /// The next boot.
    package func startKiosk() throws {
        journal = try Self.openJournal(folder)
        let cuts = settings.cutAfterAppends
        cutting = CuttingJournal(
            journal, cutAfter: boots < cuts.count ? cuts[boots] : nil,
            keepsLast: settings.cutKeepsAppend)
        kiosk = CampusKiosk.make(
            boot: boots, settings: settings, journal: cutting, clock: clock, machine: machine,
            bus: bus, line: network.line(), printer: printer, shelf: shelf,
            executor: executor)
        boots += 1
        start()
    }

    /// A path in the campus's folder that no store has had.
    func newStorePath(_ name: String) -> String {
        storeRuns += 1
        return folder.appending(path: "\(name)-\(storeRuns).sqlite").path()
    }

    /// Another store takes the place of the one before.
    func serve(_ other: StoreService) {
        store = other
        network.serve(other)
    }

    /// Lets virtual time go by.
    package func pass(_ duration: Duration) {
        let (clock, woke) = (clock, Flag())
        Task(executorPreference: executor) {
            // Nothing cancels this task.
            try? await clock.sleep(for: duration)
            woke.raise()
        }
        _ = executor.run(until: clock.monotonic() + duration) { woke.isRaised }
    }

    /// Asks the kiosk something at this instant.
    package func ask<Answer: Sendable>(
        _ question: @escaping @Sendable (KioskController) async -> Answer
    ) -> Answer {
        let (kiosk, box) = (kiosk, Box<Answer>())
        Task(executorPreference: executor) { box.put(await question(kiosk)) }
        guard executor.run(until: clock.monotonic(), { box.content != nil }),
            let answer = box.content
        else { preconditionFailure("the kiosk answers at once") }
        return answer
    }
}
