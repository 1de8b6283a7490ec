import DeviceProtocols
import KioskPorts
import Simulator
import Testing

@testable import Drivers

/// Goal: a technician reads in a trace what the devices said, in Chinese and in English, and no secret. Method: the driver
/// on a simulated machine behind every bridge, traced and told; messages of readers by hand.
@Suite struct TraceStoryTests {
    /// A trace of connecting, observing, feeding, presenting and retaining.
    private static func trace(
        _ link: TestLink, machineFaults: [PlannedFault] = []
    ) throws -> [UInt8] {
        let ring = TraceRing(byteLimit: 1 << 20, wallMilliseconds: { 1_795_363_200_000 })
        let bench = try DispenserBench(machineFaults: machineFaults, link: link, trace: [ring])
        _ = try bench.connect()
        for call in [DispenserCall.observe, .feed, .present, .retain] { _ = try bench.call(call) }
        return ring.capture()
    }

    private static func told(_ trace: [UInt8]) throws -> [TraceFrame] {
        var story = try TraceStory(trace, bridges: TestLink.bridges())
        var frames: [TraceFrame] = []
        while let frame = try story.next() { frames.append(frame) }
        return frames
    }

    @Test("A dispenser's talk is told in words behind every bridge", arguments: TestLink.allCases)
    func dispenser(link: TestLink) throws {
        let frames = try Self.told(Self.trace(link))
        let notes = frames.flatMap(\.notes)
        let all = notes.map(\.words)
        for words in [
            TraceWords("30 33 initialise, a card inside stays", "30 33 初始化，机内卡不动"),
            TraceWords("32 32 move a card to the read position", "32 32 卡送到读卡位"),
            TraceWords(
                "32 30 done: card at the gate, few cards left, bin not full",
                "32 30 完成：卡在出口，卡将用完，回收箱未满"),
            TraceWords("ACK", "ACK 确认"),
        ] {
            #expect(all.contains(words), "\(words)")
        }
        #expect(notes.contains { $0.fields["sensors"]?.contains("1") == true })
        #expect(notes.contains { $0.fields["binCount"] == "1" })
        if TestLink.lines.contains(link) {
            #expect(notes.contains { $0.fields["baud"] == "38400" })
        }
        for note in notes where note.isAlarm { #expect(Self.isOrdinary(note, link), "\(note)") }
        #expect(!all.contains { $0.english.contains("not known") })
        // The first four show the descriptors.
        for frame in frames.dropFirst(3) { #expect(frame.device.product != nil) }
        #expect(frames.map(\.number) == Array(1...frames.count))
        #expect(frames.map(\.offset) == frames.map(\.offset).sorted())
    }

    /// A unit that was just switched on says so, and PL2303HXN is recognised by its refusing a request.
    private static func isOrdinary(_ note: TraceNote, _ link: TestLink) -> Bool {
        note.fields["code"] == "B0" || link == .pl2303HXN && note.fields["end"] == "stalled"
    }

    @Test("A jam is told by its code, and marked")
    func jam() throws {
        let jam = PlannedFault(.jamToReadPosition)
        let notes = try Self.told(Self.trace(.ch340, machineFaults: [jam])).flatMap(\.notes)
        let refused = notes.first { $0.fields["code"] == "10" }
        #expect(refused?.isAlarm == true)
        #expect(refused?.words.english.hasSuffix("refused, code 10: card jam") == true)
        #expect(refused?.words.chinese.hasSuffix("拒绝，错误码 10：卡堵塞") == true)
    }

    // MARK: - Readers

    private static let bulkOut = USBEndpointAddress(0x02)
    private static let bulkIn = USBEndpointAddress(0x82)
    private static let secret = [UInt8](repeating: 0xA5, count: 16)

    private static let reader = USBDevice(
        id: USBDeviceID(bus: 1, address: 2), location: USBLocation(bus: 1, ports: [1]),
        descriptors: CCIDReaderModel(serialNumber: "A", card: EchoCard()).descriptors)

    /// A file of one exchange with a reader, with everything in it: as Wireshark would write it.
    private static func whole(_ sent: [UInt8], _ answer: [UInt8]) -> [UInt8] {
        let packets =
            USBCapturePacket.descriptors(of: reader, milliseconds: 0) + [
                USBCapturePacket(
                    .bulkOut(bulkOut, data: sent), .submitted, number: 1, device: reader,
                    data: sent,
                    status: -115, milliseconds: 0),
                USBCapturePacket(
                    .bulkIn(bulkIn, capacity: 512), .submitted, number: 2, device: reader, data: [],
                    status: -115, milliseconds: 1),
                USBCapturePacket(
                    .bulkIn(bulkIn, capacity: 512), .completed, number: 2, device: reader,
                    data: answer, status: 0, count: answer.count, milliseconds: 2),
            ]
        return USBCaptureFile.header + packets.flatMap(USBCaptureFile.record)
    }

    private static func redacted(_ sent: [UInt8], _ answer: [UInt8]) -> [UInt8] {
        let ring = TraceRing(byteLimit: 1 << 16, wallMilliseconds: { 0 })
        let write = USBTransfer.bulkOut(bulkOut, data: sent)
        let read = USBTransfer.bulkIn(bulkIn, capacity: 512)
        ring.submitted(write, number: 1, device: reader)
        ring.submitted(read, number: 2, device: reader)
        ring.ended(
            read, number: 2, device: reader,
            result: USBTransferResult(end: .completed, bytes: answer, count: answer.count))
        return ring.capture()
    }

    private static func block(_ apdu: [UInt8]) -> [UInt8] {
        [0x6F, UInt8(apdu.count), 0, 0, 0, 0, 7, 0, 0, 0] + apdu
    }

    private static func dataBlock(
        _ data: [UInt8], status: UInt8 = 0, error: UInt8 = 0, sequence: UInt8 = 7
    ) -> [UInt8] {
        [0x80, UInt8(data.count), 0, 0, 0, 0, sequence, status, error, 0] + data
    }

    static let exchanges: [(sent: [UInt8], answer: [UInt8], english: [String], chinese: [String])] =
        [
            (
                block([0x90, 0xC4, 0, 0, 16] + secret + [0]), dataBlock(secret + [0x91, 0xAE]),
                [
                    "XfrBlock [slot 0, sequence 7]", "ChangeKey (90 C4), 17 bytes redacted",
                    "DataBlock: done, card powered [slot 0, sequence 7]",
                    "status 91 AE: authentication failed, 16 bytes redacted",
                ], ["更改密钥 (90 C4)，17 字节已隐去", "状态 91 AE：认证失败，16 字节已隐去"]
            ),
            (
                block([0x80, 0xD4, 1, 0, 16] + secret), dataBlock([0x69, 0x88]),
                ["WRITE KEY (80 D4), 16 bytes redacted", "status 69 88: wrong MAC"],
                ["写密钥 (80 D4)，16 字节已隐去", "状态 69 88：MAC 错误"]
            ),
            (
                block([0x90, 0x5A, 0, 0, 3, 1, 2, 3, 0]), dataBlock([0x91, 0x00]),
                ["SelectApplication (90 5A), 01 02 03", "status 91 00: done"],
                ["选择应用 (90 5A)，01 02 03", "状态 91 00：成功"]
            ),
            (
                block(secret), dataBlock(secret), ["a command, 16 bytes redacted"],
                ["应答的一部分，16 字节已隐去"]
            ),
            (
                [0x62, 0, 0, 0, 0, 0, 7, 0, 0, 0], dataBlock([0x3B, 0x81, 0x80, 0x01, 0x80]),
                ["answer to reset 3B 81 80 01 80"], ["复位应答 3B 81 80 01 80"]
            ),
            (
                [0x62, 0, 0, 0, 0, 0, 7, 0, 0, 0], dataBlock([], status: 0x42, error: 0xFE),
                [
                    "DataBlock: failed, error FE the card does not answer, no card"
                        + " [slot 0, sequence 7]"
                ], ["DataBlock: 失败，错误 FE 卡无应答，无卡 [卡槽 0，序号 7]"]
            ),
            (
                block([0xFF, 0xCA, 0, 0, 0]), dataBlock([0x90, 0x00], sequence: 6),
                [
                    "read the UID (FF CA)",
                    "DataBlock: done, card powered, not to the last message [slot 0, sequence 6]",
                ], ["读卡号 (FF CA)"]
            ),
        ]

    @Test("Messages and card commands are told by name, and no secret of a file that holds it")
    func readers() throws {
        for (sent, answer, english, chinese) in Self.exchanges {
            let whole = try Self.told(Self.whole(sent, answer)).flatMap(\.notes)
            for words in english {
                #expect(whole.contains { $0.words.english == words }, "\(words): \(whole)")
            }
            for words in chinese {
                #expect(whole.contains { $0.words.chinese == words }, "\(words)")
            }
            #expect(!whole.contains { "\($0)".contains("A5 A5") })
            // What was taken out already is told in the same words.
            let redacted = try Self.told(Self.redacted(sent, answer)).flatMap(\.notes)
            #expect(redacted == whole)
        }
    }

    @Test("Every code of a dispenser and of a reader has words of its own in both languages")
    func tables() {
        let codes = CRT591Code.allCases.map { CRT591Words.code($0) }
        #expect(Set(codes.map(\.english)).count == codes.count)
        #expect(Set(codes.map(\.chinese)).count == codes.count)
        let errors = CCIDErrorCode.allCases.map { code in
            CCIDWords.outcome(
                CCIDReply(
                    .dataBlock, slot: 0, sequence: 0, card: .absent,
                    outcome: .failed(CCIDError(code))))
        }
        #expect(Set(errors.map(\.english)).count == errors.count)
        #expect(Set(errors.map(\.chinese)).count == errors.count)
        for words in codes + errors { #expect(words.english.utf8.max().map { $0 < 0x80 } == true) }
    }

    // MARK: - Damage

    @Test("A file that is cut off is told up to there, and where the rest is missing")
    func cutOff() throws {
        let trace = try Self.trace(.ch340)
        let whole = try Self.told(trace)
        let last = try #require(whole.last)
        for length in [last.offset + 1, last.offset + 16, trace.count - 1] {
            var story = try TraceStory(Array(trace.prefix(length)), bridges: TestLink.bridges())
            var count = 0
            let fault = #expect(throws: TraceFault.self) {
                while try story.next() != nil { count += 1 }
            }
            #expect(count == whole.count - 1)
            #expect(fault.map { (last.offset...(last.offset + 16)).contains($0.offset) } == true)
            #expect(fault?.words.english.contains("cut off") == true)
            #expect(fault?.words.chinese.contains("截断") == true)
        }
        #expect(throws: TraceFault.self) {
            _ = try TraceStory(Array("no trace".utf8), bridges: TestLink.bridges())
        }
    }

    @Test("A trace full of damage is told to its end or to a fault, and never traps")
    func damaged() throws {
        let trace = try Self.trace(.ch340)
        var generator = SeededGenerator(seed: 0x7ACE)
        for round in 0..<60 {
            var bytes = trace
            for _ in 0..<(1 + round % 20) {
                let offset = Int.random(in: 24..<bytes.count, using: &generator)
                bytes[offset] = UInt8.random(in: 0...255, using: &generator)
            }
            do {
                var report = TraceReport(.chinese, isWhole: true)
                for frame in try Self.told(bytes) {
                    #expect(!report.lines(frame).isEmpty)
                    _ = try TraceReport.json(frame)
                }
            } catch let fault as TraceFault {
                #expect(fault.offset <= bytes.count)
            }
        }
    }

    // MARK: - Lines

    @Test("A line has number, time, pause, device, direction and words; JSON has all of it")
    func lines() throws {
        let (sent, answer, _, _) = Self.exchanges[0]
        let frames = try Self.told(Self.whole(sent, answer))
        var report = TraceReport(.english, isWhole: false)
        let lines = frames.flatMap { report.lines($0) }
        #expect(
            lines == [
                "== 1970-01-01 UTC",
                "     #4 00:00:00.000      +0.0 1/2 card reader ← 076b:5022 card reader",
                "     #5 00:00:00.000      +0.0 1/2 card reader → XfrBlock [slot 0, sequence 7]"
                    + " · ChangeKey (90 C4), 17 bytes redacted",
                "     #7 00:00:00.002      +2.0 1/2 card reader ← DataBlock: done, card powered"
                    + " [slot 0, sequence 7] · ✗ status 91 AE: authentication failed,"
                    + " 16 bytes redacted",
            ])
        let json = try TraceReport.json(try #require(frames.last))
        for part in [
            "\"frame\":7", "\"microseconds\":2000", "\"product\":\"076b:5022\"",
            "\"statusWord\":\"91 AE\"", "\"chinese\":\"状态 91 AE：认证失败，16 字节已隐去\"",
        ] {
            #expect(json.contains(part), "\(part): \(json)")
        }
    }
}
