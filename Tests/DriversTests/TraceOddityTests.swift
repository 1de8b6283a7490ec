import DeviceProtocols
import KioskPorts
import Simulator
import Testing

@testable import Drivers

/// Goal: what no device should say is told as such, marked, and never taken for something else: a technician looks for
/// just that. Method: single transfers of a bridge and of a reader, as a trace keeps them, told.
@Suite struct TraceOddityTests {
    private static let bridge = USBDevice(
        id: USBDeviceID(bus: 1, address: 3), location: USBLocation(bus: 1, ports: [2]),
        descriptors: TestLink.ch340.model(unit: NoUnit()).descriptors)
    private static let reader = USBDevice(
        id: USBDeviceID(bus: 1, address: 2), location: USBLocation(bus: 1, ports: [1]),
        descriptors: CCIDReaderModel(serialNumber: "A", card: EchoCard()).descriptors)
    private static let bulkOut = USBEndpointAddress(0x02)
    private static let bulkIn = USBEndpointAddress(0x82)

    /// What a trace of these transfers tells, in both languages.
    private static func told(
        _ device: USBDevice, _ transfers: [(transfer: USBTransfer, answer: [UInt8])]
    ) throws -> [TraceNote] {
        let ring = TraceRing(byteLimit: 1 << 16, wallMilliseconds: { 0 })
        for (index, (transfer, answer)) in transfers.enumerated() {
            let number = UInt64(index + 1)
            ring.submitted(transfer, number: number, device: device)
            ring.ended(
                transfer, number: number, device: device,
                result: USBTransferResult(end: .completed, bytes: answer, count: answer.count))
        }
        var story = try TraceStory(ring.capture(), bridges: TestLink.bridges())
        var notes: [TraceNote] = []
        while let frame = try story.next() { notes += frame.notes }
        return notes
    }

    private static func sent(_ bytes: [UInt8]) -> (transfer: USBTransfer, answer: [UInt8]) {
        (.bulkOut(bulkOut, data: bytes), [])
    }

    private static func received(_ bytes: [UInt8]) -> (transfer: USBTransfer, answer: [UInt8]) {
        (.bulkIn(bulkIn, capacity: 512), bytes)
    }

    private static func request(_ value: UInt16, _ index: UInt16, request: UInt8) -> USBTransfer {
        .controlOut(
            USBSetup(requestType: 0x40, request: request, value: value, index: index), data: [])
    }

    @Test("A bridge's unknown request and unusual speed are told by their bytes")
    func bridgeRequests() throws {
        let unknown = try Self.told(
            Self.bridge, [(Self.request(0x1234, 0x5678, request: 0x77), [])])
        #expect(
            unknown.contains {
                $0.words
                    == TraceWords(
                        "request 40 77 34 12 78 56 00 00, not known",
                        "未知请求 40 77 34 12 78 56 00 00")
            }, "\(unknown)")
        let speed = try Self.told(Self.bridge, [(Self.request(0x1312, 0x0101, request: 0x9A), [])])
        #expect(
            speed.contains { $0.words == TraceWords("a speed that is not usual", "非常用速率") },
            "\(speed)")
    }

    @Test("Whole packets of a dispenser that are neither command nor answer are marked")
    func dispenserPackets() throws {
        let command = CRT591Frame(address: 0, text: [0x44, 0x31, 0x30]).bytes
        let answer = CRT591Frame(address: 0, text: [0x58, 0x31, 0x30]).bytes
        let notes = try Self.told(Self.bridge, [Self.sent(command), Self.received(answer)])
        let marked = notes.filter(\.isAlarm).map(\.words)
        #expect(marked.contains(TraceWords("a packet that is no command", "不是命令的报文")))
        #expect(marked.contains(TraceWords("a packet that is no answer", "不是应答的报文")))
    }

    @Test("A reader's unknown request and abort are told apart")
    func readerRequests() throws {
        let abort = USBSetup(
            requestType: CCIDAbortRequest.requestType, request: CCIDAbortRequest.request,
            value: 0x0902, index: 0)
        let other = USBSetup(requestType: 0x21, request: 0x55, value: 1, index: 2)
        let notes = try Self.told(
            Self.reader, [(.controlOut(other, data: []), []), (.controlOut(abort, data: []), [])])
        #expect(
            notes.contains {
                !$0.isAlarm && $0.words.english == "request 21 55 01 00 02 00 00 00, not known"
            }, "\(notes)")
        #expect(
            notes.contains {
                $0.isAlarm && $0.words.english == "abort what slot 2 does, sequence 9"
            })
    }

    @Test("Bytes that are no message of a reader are marked, both ways")
    func readerMessages() throws {
        let notes = try Self.told(
            Self.reader, [Self.sent([0x6F, 0x01]), Self.received([0x80, 0x01])])
        let marked = notes.filter { $0.isAlarm && $0.fields["message"] == "unreadable" }
        #expect(marked.count == 2, "\(notes)")
        #expect(!notes.contains { $0.words.english.isEmpty || $0.words.chinese.isEmpty })
    }

    @Test("The middle of a chained command is told without its bytes, and so is a maker's answer")
    func chained() throws {
        let data = [UInt8](repeating: 0xA5, count: 12)
        let middle: [UInt8] = [0x6F, 12, 0, 0, 0, 0, 7, 0, 0x03, 0x00] + data
        let escape: [UInt8] = [0x83, 12, 0, 0, 0, 0, 7, 0, 0, 0] + data
        let notes = try Self.told(Self.reader, [Self.sent(middle), Self.received(escape)])
        #expect(
            notes.contains { $0.words.english == "the command goes on, 12 bytes redacted" },
            "\(notes)")
        #expect(notes.filter { $0.fields["redactedBytes"] == "12" }.count == 2, "\(notes)")
        #expect(!notes.contains { "\($0)".contains("A5 A5") })
    }

    @Test("A string descriptor that is cut off shows no text")
    func text() throws {
        let ask = USBSetup(
            requestType: 0x80, request: 6, value: 0x0301, index: 0x0409, length: 255)
        for bytes in [[8, 3, 0x41, 0], [4, 9, 0x41, 0], [4]] as [[UInt8]] {
            let notes = try Self.told(Self.bridge, [(.controlIn(ask), bytes)])
            #expect(!notes.contains { $0.words.english.contains("text 1") }, "\(notes)")
        }
        let whole = try Self.told(Self.bridge, [(.controlIn(ask), [4, 3, 0x41, 0])])
        #expect(whole.contains { $0.words == TraceWords("text 1: A", "文本 1：A") }, "\(whole)")
    }
}
