import CardPrimitives
import Drivers
import Foundation
import KioskPorts
import Simulator
import Synchronization

/// A simulated machine on a simulated USB with the production drivers on it, on virtual time.
final class Workbench {
    let executor = VirtualExecutor(seed: 1)
    let clock: VirtualClock
    let machine: RunningMachine
    let bus: InProcessBus
    let record = SentPackets()
    private let onBus: MachineOnBus

    init(
        firmware: CRT591Firmware = .simulated, blanks: Int = 3, faults: [PlannedFault] = []
    ) throws {
        clock = VirtualClock(executor: executor, wallAtStart: 0)
        var contents = Machine(person: Person(.manual), faults: FaultPlan(faults))
        var mint = CardMint(seed: 1)
        try contents.load(mint.cards(blanks, of: .blank))
        machine = RunningMachine(.init(machine: contents, mint: mint), auditor: { _ in })
        bus = InProcessBus(clock: clock, trace: record)
        let clock = clock
        onBus = MachineOnBus(
            machine: machine,
            devices: MachineDevices.models(
                of: machine, firmware: firmware, random: { SystemRandom() }),
            front: bus, now: { clock.monotonic() })
        try onBus.follow()
    }

    /// Obeys a hand's command and lets the bus follow.
    func obey(_ command: MachineCommand) throws {
        _ = try machine.obey(command, now: clock.monotonic())
        try onBus.follow()
    }

    func dispenser(_ profiles: String...) throws -> CRT591Dispenser {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../hardware/crt-591/profiles")
        let bus = bus
        let clock = clock
        let bridges = try TestLink.bridges()
        return CRT591Dispenser(
            profiles: try profiles.map {
                try CRT591Profile(json: Data(contentsOf: folder.appending(path: "\($0).json")))
            }, clock: clock
        ) { () throws(ByteLinkFault) in
            try await bridges.open(on: bus, clock: clock)
        }
    }

    func reader() -> CCIDReader {
        CCIDReader(
            DeviceSelector(
                interfaceClass: CCIDReader.interfaceClass,
                serialNumber: MachineDevices.readerSerial), on: bus, clock: clock,
            log: { _ in })
    }

    /// Runs one call of a driver to its end, on virtual time.
    func run<Answer: Sendable>(
        _ body: @escaping @Sendable () async -> Answer
    ) -> Answer? {
        let result = Mutex<Answer?>(nil)
        let box = Shared(result: result)
        Task(executorPreference: executor) {
            let answer = await body()
            box.put(answer)
        }
        _ = executor.run(until: clock.monotonic() + .seconds(120)) { box.answer != nil }
        return box.answer
    }

    /// What a motion came to.
    func move(
        _ dispenser: CRT591Dispenser, _ motion: MovementKind
    ) -> Result<DispenserObservation, DispenserFault>? {
        run { () async -> Result<DispenserObservation, DispenserFault> in
            do throws(DispenserFault) {
                switch motion {
                case .feed: return .success(try await dispenser.feed(after: dispenser.observe()))
                case .present:
                    return .success(try await dispenser.present(after: dispenser.observe()))
                case .retain:
                    return .success(try await dispenser.retain(after: dispenser.observe()))
                }
            } catch {
                return .failure(error)
            }
        }
    }
}

/// One answer between two tasks.
final class Shared<Answer: Sendable>: Sendable {
    private let result: Mutex<Answer?>
    init(result: consuming Mutex<Answer?>) { self.result = result }
    func put(_ answer: Answer) { result.withLock { $0 = answer } }
    var answer: Answer? { result.withLock { $0 } }
}

/// Counts what goes out to the dispenser.
final class SentPackets: USBTraceSink {
    private let sent = Mutex<[[UInt8]]>([])

    func submitted(_ transfer: USBTransfer, number: UInt64, device: USBDevice) {
        sent.withLock { $0.append(transfer.outgoing) }
    }

    func ended(
        _ transfer: USBTransfer, number: UInt64, device: USBDevice, result: USBTransferResult
    ) {}

    /// CRT-591 MOVE packets: `F2 ADDR LENH LENL 43 32 …`, where they are reports also behind a count.
    var moves: Int {
        sent.withLock { sent in
            sent.map { $0.first == 0xF2 ? $0 : Array($0.dropFirst()) }
                .count { $0.count > 6 && $0[0] == 0xF2 && $0[4...5] == [0x43, 0x32] }
        }
    }
}
