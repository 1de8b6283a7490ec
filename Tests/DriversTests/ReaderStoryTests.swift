import DeviceProtocols
import Drivers
import KioskPorts
import Simulator
import Testing

/// Goal: a technician reads in a trace what host, reader and card agreed on, and how commands went, at every level. Method:
/// the production driver on simulated readers, traced and told.
@Suite struct ReaderStoryTests {
    private static let apdu: [UInt8] = [0, 0x88, 0, 0, 3, 7, 8, 9, 0]
    private static let long: [UInt8] = [0, 0xD6, 0, 0, 40] + [UInt8](repeating: 1, count: 40)

    private static func told(_ level: ReaderLevel) throws -> [TraceNote] {
        let ring = TraceRing(byteLimit: 1 << 20, wallMilliseconds: { 1_795_363_200_000 })
        let bench = ReaderBench(card: DataCard(), shape: level.shape, trace: ring)
        #expect(bench.talk(apdu, long) == .answered([[9, 8, 7, 0x90, 0], [0x90, 0]]))
        var story = try TraceStory(ring.capture(), bridges: TestLink.bridges())
        var notes: [TraceNote] = []
        while let frame = try story.next() { notes += frame.notes }
        return notes
    }

    @Test(
        "Parameters, selections, blocks, TPDUs and characters have words in both languages",
        arguments: [
            (
                ReaderLevel.t1,
                [
                    (
                        "SetParameters: T=1, 11 10 00 4D 00 20 00",
                        "SetParameters：设为 T=1，11 10 00 4D 00 20 00"
                    ),
                    ("T=1 asks: size of blocks, 2 bytes redacted", "T=1 请求：信息域长度，2 字节已隐去"),
                    ("T=1 I(0), 9 bytes, 10 bytes redacted", "T=1 I(0)，9 字节，10 字节已隐去"),
                    (
                        "T=1 I(1), 32 bytes, more follow, 33 bytes redacted",
                        "T=1 I(1)，32 字节，后续还有，33 字节已隐去"
                    ),
                ]
            ),
            (
                .t1Wishes,
                [
                    ("PPS: protocol and speed, 1 bytes redacted", "PPS：协议与速率选择，1 字节已隐去"),
                    ("T=1 grants: more time, 2 bytes redacted", "T=1 应答：延长等待，2 字节已隐去"),
                ]
            ),
            (
                .t0,
                [
                    ("SetParameters: T=0, 11 00 00 0A 00", "SetParameters：设为 T=0，11 00 00 0A 00"),
                    (
                        "T=0 INTERNAL AUTHENTICATE (00 88), 5 bytes redacted",
                        "T=0 内部认证 (00 88)，5 字节已隐去"
                    ),
                    ("T=0 GET RESPONSE (00 C0), 2 bytes redacted", "T=0 取应答 (00 C0)，2 字节已隐去"),
                    ("status 61 03: more is there", "状态 61 03：还有数据"),
                ]
            ),
            (
                .t0Automatic,
                [("T=0 UPDATE BINARY (00 D6), 42 bytes redacted", "T=0 写二进制 (00 D6)，42 字节已隐去")]
            ),
            (
                .t0Characters,
                [("to the card, 5 bytes redacted", "发给卡，5 字节已隐去")]
            ),
        ] as [(ReaderLevel, [(String, String)])])
    func words(level: ReaderLevel, expected: [(String, String)]) throws {
        let notes = try Self.told(level)
        let all = notes.map(\.words)
        for (english, chinese) in expected {
            let isTold = all.contains {
                $0.english.hasPrefix(english) && $0.chinese.hasPrefix(chinese)
            }
            #expect(isTold, "\(english) in \(all.map(\.english))")
        }
        #expect(!notes.contains { $0.isAlarm })
    }

    @Test("What a reader asks of its slots for characters is told with their number")
    func characters() throws {
        let all = try Self.told(.t0Characters).map(\.words.english)
        #expect(all.contains { $0.hasPrefix("XfrBlock, characters; 1 are to come [slot 0") })
        #expect(all.contains { $0.hasPrefix("XfrBlock, characters; 3 are to come [slot 0") })
    }
}
