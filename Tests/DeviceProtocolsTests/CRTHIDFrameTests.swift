import Testing

@testable import DeviceProtocols

@Suite("Packets with CRC-16")
struct CRTHIDFrameTests {
    @Test("The CRC is the published one over its check text")
    func crc() {
        #expect(CRC16.of("123456789".utf8) == 0x31C3)
        #expect(CRC16.of([]) == 0)
    }

    @Test("Each command of the table is written and read byte for byte")
    func commands() throws {
        for (command, text) in CRTHIDVectors.commands {
            let packet = CRTHIDVectors.bytes(text)
            #expect(command.frame.bytes == packet, "\(command)")
            let frame = try #require(Self.onlyFrame(packet))
            #expect(CRTHIDCommand(frame) == command)
        }
    }

    @Test("Each answer of the table is written and read byte for byte")
    func answers() throws {
        for (command, reply, text) in CRTHIDVectors.answers {
            let packet = CRTHIDVectors.bytes(text)
            #expect(reply.frame(to: command).bytes == packet)
            let frame = try #require(Self.onlyFrame(packet))
            #expect(try CRTHIDReply(frame, to: command) == reply)
            #expect(CRTHIDCommand(frame) == nil)
        }
    }

    @Test("An answer to another command, one that is too short and one without a head are none")
    func noAnswers() {
        let to = CRTHIDCommand.status
        let cases: [(text: [UInt8], fault: CRTHIDReplyFault)] = [
            ([0x50, 0x31, 0x41, 0x30, 0x30], .toAnotherCommand(0x31, 0x41)),
            ([0x50, 0x30, 0x30, 0x30, 0x30], .toAnotherCommand(0x30, 0x30)),
            ([0x50, 0x31, 0x30], .tooShort(3)), ([0x50, 0x31, 0x30, 0x30], .tooShort(4)),
            ([0x4E, 0x31, 0x30, 0x30], .tooShort(4)),
            ([0x43, 0x31, 0x30, 0x30, 0x30], .head(0x43)),
            ([0x00, 0x31, 0x30], .head(0x00)),
        ]
        for (text, fault) in cases {
            #expect(throws: fault) { try CRTHIDReply(CRTHIDFrame(text: text), to: to) }
        }
    }

    @Test("All 65,536 pairs of status characters: three of the table, and the rest unknown")
    func statuses() {
        var known: [CRTHIDCard] = []
        for st1 in UInt8.min...UInt8.max {
            for st0 in UInt8.min...UInt8.max {
                let status = CRTHIDStatus(st1: st1, st0: st0)
                if status.raw != [st1, st0] { Issue.record("\(st1) \(st0)") }
                if let card = status.card { known.append(card) }
            }
        }
        #expect(known == [.none, .atEntry, .inside])
    }

    @Test("All 65,536 codes: those of the table, and the rest unknown with their bytes")
    func codes() {
        var known: Set<CRTHIDCode> = []
        var count = 0
        for e1 in UInt8.min...UInt8.max {
            for e0 in UInt8.min...UInt8.max {
                let refusal = CRTHIDRefusal(e1, e0)
                if refusal.raw != [e1, e0] { Issue.record("\(e1) \(e0)") }
                guard let code = refusal.code else { continue }
                known.insert(code)
                count += 1
                #expect(CRTHIDRefusal(code) == refusal && refusal.description == code.rawValue)
            }
        }
        #expect(known == Set(CRTHIDCode.allCases) && count == CRTHIDCode.allCases.count)
        #expect(CRTHIDRefusal(0x07, 0x41).description == "?A")
    }

    @Test("A sensor reports by 0 and 1 alone, and one that is not there reports nothing")
    func sensors() {
        for character in UInt8.min...UInt8.max {
            let reports = CRTHIDSensors([0x30, character]).reports(1)
            #expect(reports == (character == 0x30 ? false : character == 0x31 ? true : nil))
        }
        for place in [-1, 2, 300] { #expect(CRTHIDSensors([0x30, 0x31]).reports(place) == nil) }
    }

    @Test("A counter is read where the profile says, and is nothing where digits are missing")
    func counters() {
        let data = Array("0000000300000042".utf8)
        #expect(CRTHIDCounters.parse(data, offset: 8, digits: 8) == 42)
        #expect(CRTHIDCounters.parse(data, offset: 13, digits: 3) == 42)
        for (offset, digits) in [(9, 8), (16, 1), (-1, 3), (0, 0)] {
            #expect(CRTHIDCounters.parse(data, offset: offset, digits: digits) == nil)
        }
        #expect(CRTHIDCounters.parse(Array("00a".utf8), offset: 0, digits: 3) == nil)
        let most = [UInt8](repeating: 0x39, count: 18)
        #expect(CRTHIDCounters.parse(most, offset: 0, digits: 18) == 999_999_999_999_999_999)
    }

    @Test("A command's name is shown, and never its data")
    func names() {
        #expect(CRTHIDCommand(0x0A, 0x32, data: [0xFF]).description == "command 0A 32")
    }

    static func onlyFrame(_ packet: [UInt8]) -> CRTHIDFrame? {
        var input = CRTHIDAssembler()
        let events = CRTHIDVectors.reports(of: packet).flatMap { input.receive($0) }
        guard events.count == 1, case .frame(let frame) = events[0] else { return nil }
        return frame
    }
}

@Suite("Reports put together")
struct CRTHIDAssemblerTests {
    private static func events(_ reports: [[UInt8]]) -> [CRTHIDEvent] {
        var input = CRTHIDAssembler()
        return reports.flatMap { input.receive($0) } + input.giveUp()
    }

    private static func isGood(_ event: CRTHIDEvent) -> Bool {
        if case .frame = event { true } else { false }
    }

    private static let long = CRTHIDVectors.reports(of: CRTHIDVectors.longest.bytes)
    private static let short = CRTHIDVectors.reports(
        of: CRTHIDVectors.bytes(
            "F2 00 05 50 31 30 30 32 18 64"))[0]

    @Test("The longest packet takes five reports, and is whole with the last one only")
    func longest() {
        #expect(Self.long.count == 5)
        var input = CRTHIDAssembler()
        for report in Self.long.dropLast() {
            #expect(input.receive(report).isEmpty && input.isInsidePacket)
        }
        #expect(input.receive(Self.long[4]) == [.frame(CRTHIDVectors.longest)])
        #expect(!input.isInsidePacket && input.receive([]).isEmpty)
    }

    @Test("Each control is a report of its own, and inside a packet it is the packet's")
    func controls() {
        for control in CRTHIDControl.allCases {
            let report = CRTHIDVectors.reports(of: control.bytes)[0]
            #expect(Self.events([report]) == [.control(control)])
            #expect(Self.events([control.bytes]) == [.control(control)])
            var input = CRTHIDAssembler()
            _ = input.receive(Self.long[0])
            #expect(input.receive(report).isEmpty)
        }
        #expect(Self.events([[0x10], [0x00], [0x30, 0x30]]) == [.stray, .stray, .stray])
    }

    @Test("A long answer with a report lost, doubled, overtaken, cut or strange is no packet")
    func disorder() {
        let last = Self.long.count - 1
        var cases: [[[UInt8]]] = []
        for index in Self.long.indices {
            var lost = Self.long
            lost.remove(at: index)
            var strange = Self.long
            strange[index] = Self.short
            cases += [lost, strange]
            guard index < last else { continue }
            var swapped = Self.long
            swapped.swapAt(index, index + 1)
            var cut = Self.long
            cut[index].removeLast()
            cases += [swapped, cut]
            guard index > 0 else { continue }
            var doubled = Self.long
            doubled.insert(Self.long[index], at: index)
            cases.append(doubled)
        }
        for reports in cases {
            let events = Self.events(reports)
            #expect(!events.contains(.frame(CRTHIDVectors.longest)), "\(events)")
            #expect(events.contains { if case .damaged = $0 { true } else { $0 == .stray } })
        }
        #expect(cases.count == 5 + 5 + 4 + 4 + 3)
    }

    @Test("A head that comes twice is one damaged packet, and the whole one behind it is read")
    func doubledHead() {
        let events = Self.events([Self.long[0]] + Self.long)
        #expect(events == [.damaged(.check), .frame(CRTHIDVectors.longest)])
    }

    @Test("A packet behind any beginning of a long answer that broke off is found")
    func resynchronises() {
        for count in 1..<Self.long.count {
            let events = Self.events(Self.long.prefix(count) + [Self.short])
            #expect(events.filter(Self.isGood).count == 1, "\(count): \(events)")
            // As many bytes as of the whole packet are taken for it first.
            let isWhole = count == Self.long.count - 1
            #expect(events.first == .damaged(isWhole ? .check : .incomplete))
        }
        // What looks like controls within the damaged packet is none.
        let broken = [Self.long[0], [0x06], [0x15], [0x10, 0x04]]
        #expect(Self.events(broken) == [.damaged(.incomplete), .stray, .stray, .stray])
    }

    @Test("A stale end of an answer before a good one is stray, and the good one is read")
    func stale() {
        // The third one begins with a byte that is no packet's and no control's.
        let events = Self.events([Self.long[2], Self.short])
        #expect(events.first == .stray && events.count == 2 && Self.isGood(events[1]))
    }

    @Test("Every length but those of a packet is refused at once")
    func lengths() {
        for length in 0...0xFFFF where !(3...295).contains(length) {
            var input = CRTHIDAssembler()
            let report = [0xF2, UInt8(length >> 8), UInt8(length & 0xFF)] + Self.short.dropFirst(3)
            if input.receive(report) != [.damaged(.length)] || input.isInsidePacket {
                Issue.record("length \(length)")
            }
        }
        for short in [[0xF2], [0xF2, 0x00]] as [[UInt8]] {
            #expect(Self.events([short]) == [.damaged(.length)])
        }
    }

    @Test("No single changed byte of a packet passes, and each class of damage is seen")
    func corruptions() {
        let all = Array(UInt8.min...UInt8.max)
        var damages: Set<CRTHIDDamage> = []
        for packet in CRTHIDVectors.packets {
            for index in packet.indices {
                // Of a long packet each bit, of a short one every value.
                let values = packet.count > 64 ? (0..<8).map { packet[index] ^ 1 << $0 } : all
                for value in values where value != packet[index] {
                    var changed = packet
                    changed[index] = value
                    let events = Self.events(CRTHIDVectors.reports(of: changed))
                    if events.contains(where: Self.isGood) { Issue.record("\(changed)") }
                    for case .damaged(let damage) in events { damages.insert(damage) }
                }
            }
        }
        #expect(damages == Set(CRTHIDDamage.allCases))
    }

    @Test("No two changed bits of a packet pass, which an exclusive or would let through")
    func bitPairs() {
        for packet in CRTHIDVectors.packets.prefix(12) {
            for first in 0..<(packet.count * 8) {
                for second in (first + 1)..<(packet.count * 8) {
                    var changed = packet
                    for bit in [first, second] { changed[bit / 8] ^= 1 << (bit % 8) }
                    if Self.events([changed]).contains(where: Self.isGood) {
                        Issue.record("\(changed)")
                    }
                }
            }
        }
    }

    @Test("What fills a report up is never looked at")
    func filling() {
        for packet in CRTHIDVectors.packets {
            let reports = CRTHIDVectors.reports(of: packet)
            let used = packet.count - (reports.count - 1) * 64
            var other = reports
            other[reports.count - 1].replaceSubrange(
                used..<64, with: [UInt8](repeating: 0xF2, count: 64 - used))
            #expect(Self.events(other) == Self.events(reports))
            let bare = reports.dropLast() + [Array(reports[reports.count - 1].prefix(used))]
            #expect(Self.events(Array(bare)) == Self.events(reports))
        }
    }

    @Test("Random reports never stop the assembler from reading a packet")
    func random() {
        var random = SystemlessRandom(state: 591)
        for _ in 0..<200 {
            var input = CRTHIDAssembler()
            for _ in 0..<8 {
                var report = (0..<64).map { _ in UInt8.random(in: 0...255, using: &random) }
                if Bool.random(using: &random) { report.replaceSubrange(0..<2, with: [0xF2, 0]) }
                _ = input.receive(report)
            }
            _ = input.giveUp()
            #expect(!input.isInsidePacket)
            #expect(input.receive(Self.short).filter(Self.isGood).count == 1)
        }
    }
}
