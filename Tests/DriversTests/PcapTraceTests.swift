import Foundation
import KioskPorts
import Simulator
import Testing

@testable import Drivers

/// Goal: a trace never grows beyond its limit, keeps the newest traffic, and holds nothing that K14 forbids. Method:
/// messages by hand; the whole personalisation is in the whole-stack tests.
@Suite struct PcapTraceTests {
    private static let bulkOut = USBEndpointAddress(0x02)
    private static let read = USBTransfer.bulkIn(USBEndpointAddress(0x82), capacity: 1_024)
    private static let secret = [UInt8](repeating: 0xA5, count: 32)

    private static func device(address: UInt8 = 2) -> USBDevice {
        USBDevice(
            id: USBDeviceID(bus: 1, address: address), location: USBLocation(bus: 1, ports: [1]),
            descriptors: CCIDReaderModel(serialNumber: "A", card: EchoCard()).descriptors)
    }

    private static func block(_ apdu: [UInt8], level: UInt8 = 0, sequence: UInt8 = 1) -> USBTransfer
    {
        .bulkOut(
            bulkOut,
            data: [0x6F, UInt8(apdu.count), 0, 0, 0, 0, sequence, 0, level, 0] + apdu)
    }

    private static func answer(
        _ data: [UInt8], chain: UInt8 = 0, sequence: UInt8 = 1
    ) -> [UInt8] {
        [0x80, UInt8(data.count), 0, 0, 0, 0, sequence, 0, 0, chain] + data
    }

    @Test(
        "Of a command that may carry a secret only its head is kept, of its answer the status word")
    func secrets() {
        var redaction = CardTrafficRedaction()
        let device = Self.device()
        for instruction in [UInt8(0xC4), 0x3D, 0xAF, 0x71, 0x1A, 0xBD, 0x00] {
            let message = Self.block([0x90, instruction, 0, 0, 32] + Self.secret + [0])
            let stored = redaction.outgoing(message, device: device)
            #expect(stored.count == message.length)
            #expect(Array(stored[10..<15]) == [0x90, instruction, 0, 0, 32])
            #expect(!stored.contains(0xA5))
            let answer = Self.answer(Self.secret + [0x91, 0xAF])
            let kept = redaction.incoming(answer, of: Self.read, device: device)
            #expect(kept.count == answer.count && !kept.contains(0xA5))
            #expect(kept.suffix(2) == [0x91, 0xAF])
        }
    }

    @Test("Of a command of ISO/IEC 7816-4 or FMCOS its head is kept too, and no more")
    func otherClasses() {
        var redaction = CardTrafficRedaction()
        for (head, word) in [
            ([0x80, 0xD4, 1, 0, 32], [0x69, 0x88]), ([0x00, 0x82, 0, 1, 32], [0x63, 0xC1]),
            ([0x84, 0x24, 0, 0, 32], [0x93, 0x03]), ([0x04, 0xD6, 0x95, 0, 32], [0x90, 0x00]),
        ] as [([UInt8], [UInt8])] {
            let stored = redaction.outgoing(Self.block(head + Self.secret), device: Self.device())
            #expect(Array(stored.dropFirst(10)) == head + [UInt8](repeating: 0, count: 32))
            let kept = redaction.incoming(
                Self.answer(Self.secret + word), of: Self.read, device: Self.device())
            #expect(Array(kept.dropFirst(10)) == [UInt8](repeating: 0, count: 32) + word)
        }
    }

    @Test("Neither a later block of a chain, nor a command of another class, nor noise is kept")
    func unfamiliar() {
        var redaction = CardTrafficRedaction()
        let device = Self.device()
        let messages: [[UInt8]] = [
            Self.block(Self.secret, level: 3).outgoing, Self.block(Self.secret, level: 2).outgoing,
            Self.block(Self.secret).outgoing, Self.secret,
            [0x6B, 32, 0, 0, 0, 0, 1, 0, 0, 0] + Self.secret,
            [0x6F, 31, 0, 0, 0, 0, 1, 0, 0, 0] + Self.secret,
        ]
        for message in messages {
            let transfer = USBTransfer.bulkOut(Self.bulkOut, data: message)
            #expect(!redaction.outgoing(transfer, device: device).contains(0xA5))
        }
        let answers: [[UInt8]] = [
            // A part that others follow ends in data, and so does one whose end is no status word.
            Self.answer(Self.secret, chain: 1), Self.answer(Self.secret, chain: 3),
            Self.answer(Self.secret), Self.secret, Array(Self.answer(Self.secret).dropLast()),
            [0x83, 32, 0, 0, 0, 0, 1, 0, 0, 0] + Self.secret,
        ]
        for answer in answers {
            let kept = redaction.incoming(answer, of: Self.read, device: device)
            #expect(kept.count == answer.count && !kept.contains(0xA5))
        }
    }

    @Test("A harmless command and its own answer are kept, a late answer of another command is not")
    func harmless() {
        var redaction = CardTrafficRedaction()
        let device = Self.device()
        let command = Self.block([0x90, 0x60, 0, 0, 0], sequence: 7)
        #expect(redaction.outgoing(command, device: device) == command.outgoing)
        let late = Self.answer(Self.secret + [0x91, 0x00], sequence: 6)
        #expect(!redaction.incoming(late, of: Self.read, device: device).contains(0xA5))
        let own = Self.answer([4, 1, 1, 0x12, 0x91, 0xAF], sequence: 7)
        #expect(redaction.incoming(own, of: Self.read, device: device) == own)
    }

    /// A folder for one test, gone when the test is over.
    private final class Folder {
        let url: URL
        var path: String { url.appending(path: "usb.pcap").path() }

        init() throws {
            url = FileManager.default.temporaryDirectory
                .appending(path: "kiosk-trace-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(at: url) }
    }

    private static func submit(_ numbers: ClosedRange<UInt64>, to trace: PcapTrace) {
        for number in numbers {
            trace.submitted(
                Self.block([0x90, 0x60, 0, 0, 0]), number: number, device: Self.device())
        }
    }

    @Test(
        "A trace that cannot be written at all is refused at the start",
        arguments: ["/nonexistent/usb.pcap", "/dev/full"])
    func unwritable(path: String) {
        let error = #expect(throws: CocoaError.self) {
            try PcapTrace(path: path, byteLimit: 8_192, wallMilliseconds: { 0 })
        }
        #expect(
            error?.filePath == path || error?.url?.path() == path, "\(String(describing: error))")
    }

    @Test("A disk that takes no more ends the trace; what it has stays readable, and nobody waits")
    func fullDisk() throws {
        let file = try SealableFile()
        let trace = try PcapTrace(path: file.path, byteLimit: 65_536, wallMilliseconds: { 0 })
        Self.submit(1...3, to: trace)
        let before = try Data(contentsOf: URL(filePath: file.path))
        try file.seal()
        Self.submit(4...500, to: trace)
        #expect(try Data(contentsOf: URL(filePath: file.path)) == before)
        #expect(try Self.numbers(in: [UInt8](before)).filter { $0 != 0 } == [1, 2, 3])
    }

    @Test(
        "Where no new file can be begun the trace ends, and the older file is not given up for it")
    func cannotTurnOver() throws {
        let folder = try Folder()
        let trace = try PcapTrace(path: folder.path, byteLimit: 8_192, wallMilliseconds: { 0 })
        let older = URL(filePath: folder.path + PcapTrace.olderSuffix)
        var last = UInt64(0)
        while !FileManager.default.fileExists(atPath: older.path()) {
            last += 1
            Self.submit(last...last, to: trace)
        }
        let kept = try Data(contentsOf: older)
        // Somebody takes the newer one away.
        try FileManager.default.removeItem(atPath: folder.path)
        Self.submit((last + 1)...(last + 500), to: trace)
        #expect(try Data(contentsOf: older) == kept)
        #expect(!FileManager.default.fileExists(atPath: folder.path))
    }

    @Test("What stands in the older file's place and is none is not removed")
    func occupied() throws {
        let folder = try Folder()
        let other = folder.url.appending(path: "usb.pcap" + PcapTrace.olderSuffix)
        try FileManager.default.createDirectory(at: other, withIntermediateDirectories: false)
        try Data([1]).write(to: other.appending(path: "notes"))
        let trace = try PcapTrace(path: folder.path, byteLimit: 8_192, wallMilliseconds: { 0 })
        Self.submit(1...500, to: trace)
        #expect(try Data(contentsOf: other.appending(path: "notes")) == Data([1]))
        let kept = try Self.numbers(in: [UInt8](try Data(contentsOf: URL(filePath: folder.path))))
        #expect(kept.first { $0 != 0 } == 1)
    }

    @Test("A trace's files share the limit, and each can be read by itself")
    func limit() throws {
        let folder = try Folder()
        let path = folder.path
        let limit = 8_192
        let trace = try PcapTrace(path: path, byteLimit: limit, wallMilliseconds: { 0 })
        for number in UInt64(1)...500 {
            trace.submitted(
                Self.block([0x90, 0x60, 0, 0, 0]), number: number,
                device: Self.device(address: 2 + UInt8(number % 3)))
            let sizes = try Self.files(path).map(\.count)
            #expect(sizes.reduce(0, +) <= limit)
        }
        let files = try Self.files(path)
        #expect(files.count == 2)
        for file in files {
            let numbers = try Self.numbers(in: file)
            // Device and configuration descriptor of a device come before its traffic.
            #expect(numbers.prefix(5).prefix { $0 == 0 }.count == 4)
        }
        let kept = try files.flatMap { try Self.numbers(in: $0) }.filter { $0 != 0 }.sorted()
        #expect(kept.last == 500)
        #expect(kept == Array((try #require(kept.first))...500))
        #expect(files.map(\.count).reduce(0, +) >= limit / 2)
    }

    private static func files(_ path: String) throws -> [[UInt8]] {
        try [path, path + PcapTrace.olderSuffix]
            .filter { FileManager.default.fileExists(atPath: $0) }
            .map { [UInt8](try Data(contentsOf: URL(filePath: $0))) }
    }

    /// The packets' numbers, in order; throws nothing but fails when a record is cut off.
    private static func numbers(in file: [UInt8]) throws -> [UInt64] {
        var numbers: [UInt64] = []
        var rest = file.dropFirst(24)
        while !rest.isEmpty {
            let header = Array(rest.prefix(16))
            try #require(header.count == 16)
            let length = (0..<4).reduce(0) { $0 | Int(header[8 + $1]) << (8 * $1) }
            let packet = Array(rest.dropFirst(16).prefix(length))
            try #require(packet.count == length && length >= 64)
            numbers.append((0..<8).reduce(0) { $0 | UInt64(packet[$1]) << (8 * UInt64($1)) })
            rest = rest.dropFirst(16 + length)
        }
        return numbers
    }
}
