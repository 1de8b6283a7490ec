import Drivers
import KioskPorts
import Simulator
import Synchronization
import Testing
import USBLink

/// Goal: what the driver's tests show on virtual time holds over real libusb. Method: the same driver, reader model and
/// planned faults, with libusb and the simulated folder between them; the faults that need no long wait.
@Suite struct ReaderOverLibUSBTests {
    static let faults: [ReaderFaultKind] = [
        .staleAnswerFirst, .duplicateAnswer, .emptyPacketsFirst, .wrongLength, .truncatedAnswer,
        .oversizedAnswer, .garbage, .stallsIn, .stallsOut, .busyBriefly, .cardMute, .hardwareError,
    ]
    /// Those after which the very call succeeds.
    static let harmless: Set<ReaderFaultKind> = [
        .staleAnswerFirst, .duplicateAnswer, .emptyPacketsFirst, .busyBriefly,
    ]

    @Test("Each fault ends its call, and the next call succeeds", arguments: faults)
    func everyFault(kind: ReaderFaultKind) async {
        LibUSBRig.arrangePreload()
        await #expect(processExitsWith: .success) { [kind] in
            let rig = try LibUSBRig()
            let device = FaultyReader(
                CCIDReaderModel(serialNumber: "A", card: EvenCard()),
                faults: [PlannedReaderFault(kind)])
            try rig.folder.plug(device, port: 1)
            _ = try await opened(port: 1, of: rig.bus).close()
            let reader = CCIDReader(
                DeviceSelector(interfaceClass: CCIDReader.interfaceClass, serialNumber: "A"),
                on: rig.bus, clock: RealTimeClock(), log: { _ in })
            let first = await Self.talk(reader)
            #expect(first == Self.harmless.contains(kind))
            #expect(device.plan.struck.map(\.kind) == [kind])
            #expect(await Self.talk(reader))
            await reader.close()
            #expect(rig.bus.lent == (0, 0))
            await rig.close()
        }
    }

    @Test("A reader pulled in mid-command is gone, and works again when it is plugged in")
    func replugged() async {
        LibUSBRig.arrangePreload()
        await #expect(processExitsWith: .success) {
            let rig = try LibUSBRig()
            let device = FaultyReader(
                CCIDReaderModel(serialNumber: "A", card: EvenCard()),
                faults: [PlannedReaderFault(.silentOnce, at: .exchange, ordinal: 2)])
            try rig.folder.plug(device, port: 1)
            _ = try await opened(port: 1, of: rig.bus).close()
            let reader = CCIDReader(
                DeviceSelector(interfaceClass: CCIDReader.interfaceClass, serialNumber: "A"),
                on: rig.bus, clock: RealTimeClock(), log: { _ in })
            #expect(await Self.talk(reader))
            async let end = Self.kind { () throws(CardChannelFault) in
                _ = try await reader.transmit([1, 2, 3, 4])
            }
            while device.plan.struck.isEmpty { await Task.yield() }
            rig.folder.unplug(port: 1)
            #expect(await end == .readerGone)
            try rig.folder.plug(device, port: 1)
            _ = try await opened(port: 1, of: rig.bus).close()
            #expect(await Self.talk(reader))
            await reader.close()
            #expect(rig.bus.lent == (0, 0))
            await rig.close()
        }
    }

    private static func talk(_ reader: CCIDReader) async -> Bool {
        await kind { () throws(CardChannelFault) in
            _ = try await reader.activate()
            _ = try await reader.transmit([1, 2, 3, 4])
        } == nil
    }

    private static func kind(
        _ body: () async throws(CardChannelFault) -> Void
    ) async -> CardChannelFaultKind? {
        do throws(CardChannelFault) {
            try await body()
            return nil
        } catch {
            return error.kind
        }
    }
}

/// A card that says 9000 to everything.
final class EvenCard: PresentedCard {
    func isPresent(now: Duration) -> Bool { true }
    func activate(now: Duration) -> [UInt8]? { [0x3B, 0x80, 0x80, 0x01, 0x01] }
    func deactivate(now: Duration) {}
    func transmit(_ apdu: [UInt8], now: Duration) -> PresentedCardReply {
        PresentedCardReply(response: [0x90, 0x00], takes: .milliseconds(2))
    }
}
