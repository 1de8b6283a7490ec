import DeviceProtocols
import KioskPorts
import Simulator
import Testing

@testable import Drivers

/// Goal: a technician reads in words what a dispenser of any family said, without being told which one it is. Method: the
/// drivers on simulated units, traced and told; what no unit should say, by hand.
@Suite struct DispenserStoryTests {
    private static func told(_ trace: [UInt8]) throws -> [TraceFrame] {
        var story = try TraceStory(trace, bridges: TestLink.bridges())
        var frames: [TraceFrame] = []
        while let frame = try story.next() { frames.append(frame) }
        return frames
    }

    private static func job(_ bench: MachineBench) throws {
        _ = try bench.connect()
        for call in [DispenserCall.observe, .feed, .present, .retain] { _ = try bench.call(call) }
    }

    @Test(
        "The talk of a unit with reports of its own is told in words",
        arguments: [TestLink.padded, .paddedWithoutOut])
    func reports(link: TestLink) throws {
        let ring = TraceRing(byteLimit: 1 << 20, wallMilliseconds: { 0 })
        try Self.job(CRTHIDBench(link: link, trace: [ring]))
        let frames = try Self.told(ring.capture())
        let notes = frames.flatMap(\.notes)
        for words in [
            TraceWords("30 34 initialise, nothing moves", "30 34 初始化，无动作"),
            TraceWords("32 32 feed a card from a cassette", "32 32 从指定卡箱发卡"),
            TraceWords("30 31 done: card at the slot", "30 31 完成：卡在卡口"),
            TraceWords(
                "31 41 done: card inside, sensors 001000110", "31 41 完成：卡在读卡位，传感器 001000110"),
            TraceWords(
                "A4 30 done: no card, “CRT-591H-SIMU V1.00”",
                "A4 30 完成：读卡器内无卡，“CRT-591H-SIMU V1.00”"),
            TraceWords("ACK", "ACK 确认"),
        ] {
            #expect(notes.contains { $0.words == words }, "\(words)")
        }
        #expect(notes.contains { $0.fields["text"]?.hasPrefix("00000003") == true })
        // A unit that was just switched on says so.
        for note in notes where note.isAlarm { #expect(note.fields["code"] == "13", "\(note)") }
        let name = try #require(frames.last).device.name
        #expect(
            name
                == TraceWords(
                    "CREATOR HID, the simulator's unit dispenser",
                    "CREATOR HID, the simulator's unit 发卡机"))
    }

    @Test("A jam of such a unit is told by its code, and marked")
    func jam() throws {
        let ring = TraceRing(byteLimit: 1 << 20, wallMilliseconds: { 0 })
        try Self.job(
            CRTHIDBench(machineFaults: [PlannedFault(.jamToReadPosition)], trace: [ring]))
        let notes = try Self.told(ring.capture()).flatMap(\.notes)
        #expect(
            notes.contains {
                $0.isAlarm
                    && $0.words
                        == TraceWords(
                            "32 32 refused, code 22: card jam while feeding",
                            "32 32 拒绝，错误码 22：进卡阻塞")
            })
    }

    @Test("The talk of a TTCE unit is told in words", arguments: TTCEModel.allCases)
    func ttce(model: TTCEModel) throws {
        let ring = TraceRing(byteLimit: 1 << 20, wallMilliseconds: { 0 })
        try Self.job(TTCEBench(model, trace: [ring]))
        let notes = try Self.told(ring.capture()).flatMap(\.notes)
        for words in [
            TraceWords("FC7 card to the read position", "FC7 卡送到读卡位"),
            TraceWords("CP card to the bin", "CP 回收卡"), TraceWords("ENQ: do it", "ENQ：执行"),
            TraceWords("GV “\(model.firmware.version)”", "GV “\(model.firmware.version)”"),
        ] {
            #expect(notes.contains { $0.words == words }, "\(words)")
        }
        #expect(
            notes.contains { $0.words.english.hasPrefix("AP dispensing") }
                && notes.contains { $0.words.chinese.hasPrefix("AP 回收中") })
        #expect(notes.filter { $0.isAlarm } == [])
    }

    /// Reports that no unit should send, each with the words for it, and whether it is marked.
    private static let oddReports: [(bytes: [UInt8], words: String, isAlarm: Bool)] = [
        (
            CRTHIDFrame(text: [0x58, 0x31, 0x30, 0x30, 0x30]).bytes, "a packet that is no answer",
            true
        ),
        (
            CRTHIDReply.positive(CRTHIDStatus(.none), data: []).frame(to: .status).bytes,
            "31 30 not to the last command, done: no card", true
        ),
        ([0x15], "NAK: the packet is refused", true),
        ([0x10, 0x04], "DLE EOT: stop", true),
        ([0x30, 0x30], "a report outside of packets", false),
        (
            Array(CRTHIDCommand.status.frame.bytes.dropLast()) + [0],
            "a damaged packet: its CRC does not fit", true
        ),
        ([0xF2, 0xFF, 0xFF], "a damaged packet: an impossible length", true),
    ]

    @Test("What a unit with reports of its own should not say is told as such")
    func reportsOutOfPlace() {
        var story = DispenserStory(isPadded: true)
        let sent = story.sent(CRTHIDFrame(text: [0x44, 0x31, 0x30]).bytes)
        #expect(sent.map(\.words.english) == ["a packet that is no command"])
        for (bytes, words, isAlarm) in Self.oddReports {
            let notes = story.received(bytes)
            #expect(notes.map(\.words.english) == [words])
            #expect(notes.map(\.isAlarm) == [isAlarm])
        }
    }

    /// Packets that no unit should send after AP, each with the words for it, and whether it is marked.
    private static let oddPackets: [(text: [UInt8], words: String, isAlarm: Bool)] = [
        (Array("PXX".utf8), "not to the last command", true),
        (Array("NAP".utf8) + [0x07], "AP refused, code 07", true),
        (Array("SF00/0".utf8), "AP state unreadable", true),
        (Array("SF0000".utf8), "AP idle, no card", false),
        (Array("SF8020".utf8), "AP card jam, bin full", true),
    ]

    @Test("What a TTCE unit should not say is told as such")
    func packetsOutOfPlace() throws {
        let address = try #require(TTCEAddress(3))
        let other = try #require(TTCEAddress(4))
        let radio = try #require(TTCECommand(text: [0x47, 0x33, 0x30, 0x00]))
        var story = DispenserStory(isPadded: false)
        // Of a control alone nobody knows the family.
        #expect(story.sent([0x04]).map(\.words.english) == ["EOT: clear the line"])
        _ = story.sent(TTCECommand.fullState.frame(address: address).bytes)
        for (text, words, isAlarm) in Self.oddPackets {
            let notes = story.received(TTCEFrame(address: address, text: text).bytes)
            #expect(notes.map(\.words.english) == [words])
            #expect(notes.map(\.isAlarm) == [isAlarm])
        }
        let told =
            story.received(TTCEControl.refuse.bytes(address: address)) + story.received([0xFF])
            + story.sent(TTCEControl.cancel.bytes(address: address))
            + story.sent(radio.frame(address: address).bytes)
            + story.received(
                TTCEFrame(address: address, text: [0x50, 0x47, 0x33, 0x90, 0x00]).bytes)
            + story.received(TTCEFrame(address: other, text: Array("SF0000".utf8)).bytes)
        #expect(
            told.map(\.words.english) == [
                "NAK: the packet arrived damaged", "1 bytes outside of packets",
                "EOT: forget the command", "command 47 33 to the radio module",
                "command 47 33 done, 2 bytes of data",
                "a damaged packet: another unit's address", "12 bytes outside of packets",
            ])
        #expect(told.map(\.isAlarm) == [true, false, false, false, false, true, false])
    }

    @Test("Every damage of a TTCE packet has words of its own")
    func damages() throws {
        let address = try #require(TTCEAddress(0))
        let good = TTCECommand.fullState.frame(address: address).bytes
        let spoiled: [[UInt8]] = [
            Array(good.prefix(3)) + [0xFF, 0xFF] + good.dropFirst(5),
            Array(good.prefix(7)) + [0x04, good[8]],
            Array(good.prefix(8)) + [good[8] ^ 1],
        ]
        var words: Set<TraceWords> = []
        for bytes in spoiled {
            var story = TTCEStory(address: address)
            words.formUnion(story.received(bytes).filter(\.isAlarm).map(\.words))
        }
        #expect(words.count == 3)
    }

    @Test("Every code and command has words of its own in both languages")
    func tables() {
        let codes = CRTHIDCode.allCases.map { CRTHIDWords.code($0) } + [CRTHIDWords.code(nil)]
        let commands = [
            (0x30, 0x30), (0x30, 0x31), (0x30, 0x32), (0x30, 0x34), (0x30, 0x39),
            (0x31, 0x30), (0x31, 0x31), (0x31, 0x41), (0x32, 0x30), (0x32, 0x32), (0x34, 0x36),
            (0xA1, 0x30), (0xA2, 0x30), (0xA4, 0x30), (0x77, 0x30),
        ].map { CRTHIDWords.name(of: CRTHIDCommand(UInt8($0.0), UInt8($0.1))) }
        let letters = [
            "GV", "AP", "RF", "RS", "CP", "DC", "DB", "FC7", "FC6", "FC4", "FC0", "FC8",
            "LF", "BE", "G3\u{1}",
        ].compactMap { TTCECommand(text: Array($0.utf8)) }.map { TTCEWords.name(of: $0) }
        for table in [codes, commands, letters] {
            #expect(Set(table.map(\.english)).count == table.count)
            #expect(Set(table.map(\.chinese)).count == table.count)
            for words in table { #expect(words.english.allSatisfy { $0.isASCII }) }
        }
    }
}
