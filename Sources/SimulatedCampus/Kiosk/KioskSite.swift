package import CampusCard
import CentralStore
import Drivers
import Foundation
package import Journal
package import KioskPorts
package import KioskRuntime
package import Simulator

/// One kiosk of a campus: its machine with the people before it, its journal, printer and clock, and the process
/// that is stopped and started at will.
///
/// It is used on the executor's one thread only, which the executor checks; hence unchecked.
package final class KioskSite: @unchecked Sendable {
    package let id: KioskID
    package let machine: RunningMachine
    package let printer = PaperPrinter()
    /// The loss reports that wait for the store.
    package let shelf = MemoryShelf()
    /// What really happened to the cards.
    package let truth = TruthRecord()
    package let network: SimulatedNetwork
    package let clock: SiteClock
    let settings: CampusSettings
    let seed: UInt64
    let executor: VirtualExecutor
    let time: VirtualClock
    let profile: CRT591Profile
    let disk: SiteDisk
    let usb: USBInterference
    let cards = CardInterference()
    /// Told when the process of a boot has ended by itself.
    var onEnd: (@Sendable () -> Void)?
    /// Told of all rows that the journal takes from a kiosk.
    var onRows: (@Sendable ([JournalEntry]) -> Void)?
    package private(set) var journal: SQLiteJournal
    /// The journal as the kiosk of this boot has it.
    package private(set) var cutting: CuttingJournal
    /// The controller of the last boot; nil before the first.
    package private(set) var kiosk: KioskController?
    private let bus: CampusBus
    /// What goes wrong in the devices' protocols.
    var packets: PacketFaults { bus.packets }
    /// What the kiosk of this boot has dealt with.
    private(set) var troubles = TroubleCounter()
    private var earlierTroubles = Tally<Trouble>()
    private var processBus: ProcessBus
    private var following: Task<Void, Never>?
    package private(set) var boots = 0
    /// A process is there: it was started, was not stopped, and has not ended by itself.
    package private(set) var isRunning = false

    init(
        number: Int, settings: CampusSettings, store: StoreService, executor: VirtualExecutor,
        time: VirtualClock, folder: URL
    ) throws {
        self.settings = settings
        self.executor = executor
        self.time = time
        id = CampusNames.kiosk(number)
        seed = settings.seed &+ UInt64(number) &* 1_000_003
        clock = SiteClock(time)
        machine = try SiteMachine.make(settings, number: number, truth: truth)
        network = SimulatedNetwork(store: store, kiosk: id, clock: time, executor: executor)
        profile = try SimulatedProfile.read()
        bus = try CampusBus(
            machine: machine, clock: time, random: SeededRandom(seed: seed ^ 0xB05),
            trace: settings.trace)
        usb = USBInterference(machine: machine, clock: time, seed: seed ^ 0xCAB1E)
        processBus = ProcessBus(bus.bus, usb)
        disk = try SiteDisk(settings.journals, id, folder: folder)
        journal = try disk.open()
        cutting = CuttingJournal(journal, cutAfter: nil)
        try countStock()
        let bus = bus
        following = Task(executorPreference: executor) { await bus.follow() }
    }

    /// Rows of every journal before its kiosk's first.
    static let firstRows = 2

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

    /// The next boot.
    package func start() throws {
        precondition(!isRunning, "the kiosk runs already")
        takeTroubles()
        journal = try disk.open(troubles)
        let cuts = settings.cutAfterAppends
        cutting = CuttingJournal(
            journal, cutAfter: boots < cuts.count ? cuts[boots] : nil,
            keepsLast: settings.cutKeepsAppend, heard: { [weak self] in self?.onRows?($0) })
        processBus = ProcessBus(bus.bus, usb)
        let kiosk = SiteController.make(self, journal: cutting, bus: processBus)
        self.kiosk = kiosk
        boots += 1
        isRunning = true
        let (log, boot, bus) = (log, boots, processBus)
        Task(executorPreference: executor) {
            do {
                try await kiosk.run()
            } catch {
                log("the kiosk stopped: \(error)")
            }
            await bus.end()
            self.ended(boot)
        }
    }

    /// One line for a person, under this kiosk's name.
    var log: @Sendable (String) -> Void {
        let (id, log) = (id, settings.log)
        return { log("\(id) \($0)") }
    }

    private func ended(_ boot: Int) {
        guard boots == boot, isRunning else { return }
        isRunning = false
        takeTroubles()
        onEnd?()
    }

    /// The kiosk's process ends without a word: its tasks end where they stand and are heard no more.
    package func kill() async throws {
        cut()
        isRunning = false
        let (dying, bus, old) = (kiosk, processBus, journal)
        await bus.end()
        await dying?.stop()
        try old.close()
    }

    /// The campus is over: a task that went on waiting would keep the kiosk, its cards and their keys alive.
    func end() async {
        following?.cancel()
        cut()
        await processBus.end()
        await kiosk?.stop()
        kiosk = nil
    }

    /// From this instant on nothing of the process reaches disk or store.
    func cut() {
        cutting.cut()
        network.cutLines()
        takeTroubles()
    }

    /// What a process goes on counting after its end is nobody's.
    private func takeTroubles() {
        earlierTroubles += troubles.soFar
        troubles = TroubleCounter()
    }

    /// What the kiosks of all boots have dealt with.
    package var troublesSoFar: Tally<Trouble> {
        var all = earlierTroubles
        all += troubles.soFar
        return all
    }
}
