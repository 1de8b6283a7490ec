import DeviceProtocols
import KioskPorts
import Simulator
import Testing

@testable import Drivers

/// Goal: the ring never holds more than its limit, always the newest traffic, and what it gives is a trace by itself.
/// Method: transfers by hand, far more than there is room for.
@Suite struct TraceRingTests {
    private static func device(address: UInt8, serial: String = "A") -> USBDevice {
        USBDevice(
            id: USBDeviceID(bus: 1, address: address), location: USBLocation(bus: 1, ports: [1]),
            descriptors: CCIDReaderModel(serialNumber: serial, card: EchoCard()).descriptors)
    }

    private static let write = USBTransfer.bulkOut(
        USBEndpointAddress(0x02), data: [0x65, 0, 0, 0, 0, 0, 1, 0, 0, 0])

    private static func packets(_ file: [UInt8]) throws -> [USBCapturePacket] {
        var reader = try USBCaptureReader(file)
        var packets: [USBCapturePacket] = []
        while let packet = try reader.next() { packets.append(packet) }
        return packets
    }

    @Test("The newest packets are kept, in order, up to the limit")
    func limit() throws {
        let limit = 4_096
        let ring = TraceRing(byteLimit: limit, wallMilliseconds: { 0 })
        for number in UInt64(1)...1_000 {
            ring.submitted(
                Self.write, number: number, device: Self.device(address: 2 + UInt8(number % 3)))
            let kept = try Self.packets(ring.capture()).filter { $0.number != 0 }
            let newest = number - UInt64(kept.count) + 1
            #expect(kept.map(\.number) == Array(newest...number))
            let bytes = kept.map { USBCaptureFile.record($0).count }.reduce(0, +)
            #expect(bytes <= limit)
            // Nothing is dropped that there is room for.
            #expect(newest == 1 || bytes + 90 > limit)
        }
        let packets = try Self.packets(ring.capture())
        #expect(packets.prefix(13).prefix { $0.number == 0 }.map(\.device).count == 12)
        #expect(Set(packets.prefix(12).map(\.device)) == [2, 3, 4])
    }

    @Test("A packet larger than the ring is left out; an empty ring gives an empty trace")
    func bounds() throws {
        let ring = TraceRing(byteLimit: 200, wallMilliseconds: { 0 })
        #expect(ring.capture() == USBCaptureFile.header)
        let large = USBTransfer.interruptOut(
            USBEndpointAddress(0x01), data: [UInt8](repeating: 1, count: 200))
        ring.submitted(Self.write, number: 1, device: Self.device(address: 2))
        ring.submitted(large, number: 2, device: Self.device(address: 2))
        #expect(try Self.packets(ring.capture()).map(\.number) == [0, 0, 0, 0, 1])
    }

    @Test("Where an address went to another device, its descriptors stand before its first packet")
    func sameAddress() throws {
        let ring = TraceRing(byteLimit: 1 << 16, wallMilliseconds: { 0 })
        let bridge = USBDevice(
            id: USBDeviceID(bus: 1, address: 2), location: USBLocation(bus: 1, ports: [1]),
            descriptors: CH340Bridge(unit: NoUnit()).descriptors)
        ring.submitted(Self.write, number: 1, device: Self.device(address: 2))
        ring.submitted(Self.write, number: 2, device: bridge)
        ring.submitted(Self.write, number: 3, device: bridge)
        let numbers = try Self.packets(ring.capture()).map(\.number)
        #expect(numbers == [0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 3])
    }
}
