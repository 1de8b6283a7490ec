import CardPrimitives
import Foundation
import Hummingbird
import Logging
import Simulator
import Synchronization

/// One run of `kiosk-lab machine`: the machine, its bus, its control socket and its page.
final class MachineSession: Sendable {
    /// How often the machine is looked at while nothing calls it: a person sees no finer.
    private static let pace = Duration.milliseconds(50)

    private let machine: RunningMachine
    private let stateFile: MachineStateFile?
    private let bus: USBFolder
    private let onBus: MachineOnBus
    private let control: MachineControl
    private let page: MachinePage?
    private let pageAddress: PageAddress?
    private let options: PlayMachine
    private let now: @Sendable () -> Duration
    private let unsaved = Mutex(true)

    init(options: PlayMachine) throws {
        let start = ContinuousClock.now
        let now: @Sendable () -> Duration = { ContinuousClock.now - start }
        self.now = now
        self.options = options
        stateFile = options.state.map(MachineStateFile.init)
        let truth = RecentEvents<TruthEntry>(limit: MachinePage.logLimit)
        let truthFile = try options.state.map { try TruthFile(path: $0 + ".truth.jsonl") }
        let contents = try Self.contents(stateFile, options)
        let machine = RunningMachine(contents) { entries in
            truth.add(entries)
            Self.report { try truthFile?.append(entries) }
        }
        self.machine = machine
        bus = try USBFolder(path: options.folder, now: now)
        let news = News()
        let traffic = TrafficLog(limit: MachinePage.logLimit) { news.tell() }
        onBus = MachineOnBus(
            machine: machine,
            devices: options.dispenser.devices(of: machine, heardBy: traffic), front: bus, now: now)
        control = try MachineControl(path: options.folder + ".ctl") { words in
            machine.answer(to: words, now: now())
        }
        pageAddress = options.page
        page = try options.page.map { _ in
            try MachinePage(machine: machine, truth: truth, traffic: traffic, now: now)
        }
        if let page { news.listen { page.publish() } }
        machine.onChange { [weak self] in self?.unsaved.withLock { $0 = true } }
    }

    /// Runs until an interrupt, and leaves nothing behind but the state.
    func run() async throws {
        try onBus.follow()
        control.start()
        defer {
            control.close()
            bus.close()
            save()
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.onBus.run() }
            group.addTask { try await self.keepPace() }
            group.addTask { try await self.serve() }
            // The server ends at an interrupt; nothing else ends by itself.
            try await group.next()
            group.cancelAll()
        }
    }

    private func serve() async throws {
        guard let page, let pageAddress else {
            announce(page: nil)
            return try await Interrupt.wait()
        }
        var logger = Logger(label: "machine-page")
        logger.logLevel = .error
        let app = Application(
            router: page.router,
            configuration: .init(address: .hostname(pageAddress.host, port: pageAddress.port)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? pageAddress.port
                self.announce(page: "http://\(pageAddress.host):\(port)/")
            },
            logger: logger)
        try await app.runService()
    }

    private func announce(page: String?) {
        let parts = [
            "machine ready", "bus \(options.folder)", "control \(options.folder).ctl",
            page.map { "page \($0)" },
        ]
        FileHandle.standardOutput.write(
            Data((parts.compactMap(\.self).joined(separator: ", ") + "\n").utf8))
    }

    /// Lets the machine go on while nobody calls it, and keeps the file in step.
    private func keepPace() async throws {
        while !Task.isCancelled {
            machine.act(at: now()) { _ in }
            save()
            try await Task.sleep(for: Self.pace)
        }
    }

    private func save() {
        guard let stateFile,
            unsaved.withLock({ unsaved in
                defer { unsaved = false }
                return unsaved
            })
        else { return }
        Self.report { try stateFile.write(machine.contents(now: now())) }
    }

    private static func contents(
        _ file: MachineStateFile?, _ options: PlayMachine
    ) throws -> RunningMachine.Contents {
        guard var contents = try file?.read() else { return try options.newMachine() }
        contents.machine.refit(options.profile)
        contents.machine.setPerson(options.behaviour)
        return contents
    }

    /// A machine that cannot write its record goes on, and says so.
    private static func report(_ body: () throws -> Void) {
        do { try body() } catch {
            FileHandle.standardError.write(Data("kiosk-lab machine: \(error)\n".utf8))
        }
    }
}

/// Tells one listener, which may be named later.
private final class News: Sendable {
    private let listener = Mutex<(@Sendable () -> Void)?>(nil)

    func listen(_ listener: @escaping @Sendable () -> Void) {
        self.listener.withLock { $0 = listener }
    }

    func tell() { listener.withLock { $0 }?() }
}
