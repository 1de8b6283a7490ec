import Drivers
import Foundation
import KioskPorts
import Simulator
import Synchronization
import Testing
import USBLink

/// A dispenser and a reader under real libusb, each with its production driver, plugged and pulled again and again.
final class ChurnBench: Sendable {
    enum Seat: UInt8, CaseIterable { case dispenser = 1, reader = 2 }

    /// One plugging of both devices.
    struct Round {
        let trouble: CableTrouble?
        /// Whose driver talks, and gets the trouble.
        let seat: Seat
    }

    let rig: LibUSBRig
    let ends = EndCount()
    private let machine: RunningMachine
    private let devices: [Seat: TroubledDevice]
    private let dispenser: CRT591Dispenser
    private let reader: CCIDReader

    /// Motors so fast that a start takes no time.
    private static let motorScale = 1_000

    init() throws {
        rig = try LibUSBRig(trace: ends)
        var profile = MachineProfile()
        profile.motors = profile.motors.sped(by: Self.motorScale)
        var contents = Machine(profile: profile, person: Person(.manual))
        var mint = CardMint(seed: 1)
        try contents.load(mint.cards(3, of: .blank))
        machine = RunningMachine(.init(machine: contents, mint: mint), auditor: { _ in })
        devices = [
            .dispenser: TroubledDevice(
                CH340Bridge(unit: CRT591Unit(firmware: .simulated, mechanism: machine))),
            .reader: TroubledDevice(CCIDReaderModel(serialNumber: "A", card: EvenCard())),
        ]
        let bus = rig.bus
        let bridges = try Self.bridges()
        dispenser = CRT591Dispenser(
            profiles: [try Self.impatientProfile()], clock: RealTimeClock()
        ) { () throws(ByteLinkFault) in
            try await bridges.open(on: bus, clock: RealTimeClock())
        }
        reader = CCIDReader(
            DeviceSelector(interfaceClass: CCIDReader.interfaceClass, serialNumber: "A"),
            on: rig.bus, clock: RealTimeClock(), log: { _ in })
    }

    /// The shipped table of bridges.
    static func bridges() throws -> SerialBridges {
        let shipped = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../hardware/serial-bridges/bridges.json")
        return try SerialBridges(json: Data(contentsOf: shipped))
    }

    /// The shipped profile of the simulated unit with time-outs that do not hold up a test.
    static func impatientProfile() throws -> CRT591Profile {
        let shipped = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../hardware/crt-591/profiles/simulated.json")
        var fields = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: shipped)) as? [String: Any])
        fields["timeouts"] = [
            "acknowledge": 100, "query": 300, "initialise": 1_000, "motion": 1_000,
        ]
        return try CRT591Profile(json: JSONSerialization.data(withJSONObject: fields))
    }

    /// Plugs both devices in, brings the trouble to a talk with one, lets it talk again, pulls both.
    func run(_ round: Round) async throws {
        let events = rig.bus.events()
        for seat in Seat.allCases { try rig.folder.plug(device(seat), port: seat.rawValue) }
        await Self.wait(for: Seat.allCases.count, in: events) { event in
            if case .arrived = event { true } else { false }
        }
        if let trouble = round.trouble { try await provoke(trouble, round.seat) }
        if round.trouble?.isPull != true {
            #expect(await talk(round.seat), "the \(round.seat) does not answer after \(round)")
            rig.folder.unplug(port: round.seat.rawValue)
        }
        for seat in Seat.allCases where seat != round.seat {
            rig.folder.unplug(port: seat.rawValue)
        }
        await Self.wait(for: Seat.allCases.count, in: events) { event in
            if case .left = event { true } else { false }
        }
    }

    /// A talk that may come to something or not; it must come to an end.
    private func provoke(_ trouble: CableTrouble, _ seat: Seat) async throws {
        let device = try device(seat)
        device.arm(trouble)
        guard trouble.isPull else {
            _ = await talk(seat)
            return
        }
        async let word = talk(seat)
        for await _ in device.pulls { break }
        rig.folder.unplug(port: seat.rawValue)
        #expect(await !word, "\(trouble): the \(seat) answers without a plug")
    }

    private static func wait(
        for count: Int, in events: AsyncStream<USBBusEvent>, _ isOne: (USBBusEvent) -> Bool
    ) async {
        var left = count
        for await event in events where isOne(event) {
            left -= 1
            if left == 0 { return }
        }
    }

    private func device(_ seat: Seat) throws -> TroubledDevice { try #require(devices[seat]) }

    /// Whether a driver finds its device and has a talk with it.
    private func talk(_ seat: Seat) async -> Bool {
        switch seat {
        case .dispenser:
            do throws(DispenserFault) {
                _ = try await dispenser.connect()
                _ = try await dispenser.observe()
                return true
            } catch {
                return false
            }
        case .reader:
            do throws(CardChannelFault) {
                _ = try await reader.activate()
                _ = try await reader.transmit([1, 2, 3, 4])
                return true
            } catch {
                return false
            }
        }
    }

    /// How often each trouble came, over both devices.
    var struck: [CableTrouble: Int] {
        devices.values.reduce(into: [:]) { $0.merge($1.struck) { $0 + $1 } }
    }

    func closeDrivers() async {
        await dispenser.disconnect()
        await reader.close()
    }
}

/// Counts how transfers ended, as libusb says.
final class EndCount: USBTraceSink {
    private let counts = Mutex<[USBTransferEnd: Int]>([:])

    var all: [USBTransferEnd: Int] { counts.withLock { $0 } }

    func submitted(_ transfer: USBTransfer, number: UInt64, device: USBDevice) {}

    func ended(
        _ transfer: USBTransfer, number: UInt64, device: USBDevice, result: USBTransferResult
    ) {
        counts.withLock { $0[result.end, default: 0] += 1 }
    }
}
