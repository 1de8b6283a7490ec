import DeviceProtocols
import Testing

@Suite("CRT-591 packets")
struct CRT591FrameTests {
    @Test("Each command of the manual's table is written byte for byte")
    func commands() {
        for vector in CRT591Vectors.commands {
            let packet = CRT591Vectors.bytes(vector.packet)
            #expect(vector.command.frame(address: 0).bytes == packet, "\(vector.name)")
        }
    }

    @Test("Each command is read back by a unit")
    func commandsRead() throws {
        for vector in CRT591Vectors.commands {
            let frame = try #require(Self.onlyFrame(CRT591Vectors.bytes(vector.packet)))
            #expect(CRT591Command(frame) == vector.command, "\(vector.name)")
        }
    }

    @Test("Each answer of the manual's table is read and written byte for byte")
    func replies() throws {
        for vector in CRT591Vectors.replies {
            let packet = CRT591Vectors.bytes(vector.packet)
            let frame = try #require(Self.onlyFrame(packet))
            #expect(try CRT591Reply(frame, to: vector.to) == vector.reply, "\(vector.name)")
            #expect(vector.reply.frame(to: vector.to, address: 0).bytes == packet)
        }
    }

    @Test("The misprinted negative head 45 is read as 4E is")
    func misprintedHead() throws {
        let frame = CRT591Frame(address: 0, text: [0x45, 0x31, 0x30, 0x42, 0x30])
        let reply = try CRT591Reply(frame, to: .status)
        #expect(reply == .negative(CRT591Refusal(.notReset), data: []))
    }

    @Test("An answer to another command, a short one and a foreign head are refused")
    func foreignReplies() {
        let other = CRT591Frame(address: 0, text: [0x50, 0x32, 0x30, 0x30, 0x32, 0x30])
        #expect(throws: CRT591ReplyFault.toAnotherCommand(0x32, 0x30)) {
            _ = try CRT591Reply(other, to: .status)
        }
        let short = CRT591Frame(address: 0, text: [0x50, 0x31, 0x30, 0x30, 0x32])
        #expect(throws: CRT591ReplyFault.tooShort(5)) {
            _ = try CRT591Reply(short, to: .status)
        }
        let foreign = CRT591Frame(address: 0, text: [0x51, 0x31, 0x30, 0x30, 0x32, 0x30])
        #expect(throws: CRT591ReplyFault.head(0x51)) {
            _ = try CRT591Reply(foreign, to: .status)
        }
    }

    @Test(
        "Every error code is read, and swapped characters only where the direct code means nothing")
    func codes() {
        let all = UInt8.min...UInt8.max
        let refusals = all.flatMap { first in all.map { CRT591Refusal(first, $0) } }
        let swapped = refusals.filter(\.isSwapped)
        for refusal in swapped {
            let direct = CRT591Refusal(refusal.raw[1], refusal.raw[0])
            #expect(refusal.code == direct.code)
            #expect(!direct.isSwapped)
        }
        // Of 29 codes 00 and 66 are their own mirror image; 01/10, 04/40, 05/50, 14/41 each other's.
        #expect(swapped.count == 29 - 2 - 8)
        #expect(refusals.filter { $0.code != nil }.count == 29 + swapped.count)
        for code in CRT591Code.allCases {
            #expect(CRT591Refusal(code).code == code)
        }
        let empty = CRT591Refusal(0x30, 0x41)
        #expect(empty.code == .stackerEmpty)
        #expect(empty.isSwapped)
        #expect(CRT591Refusal(0x30, 0x31).code == .parameter, "01 stays 01 though 10 is a jam")
    }

    @Test("Status bytes outside the table are unknown and kept")
    func unknownStatus() {
        let known: Set<UInt8> = [0x30, 0x31, 0x32]
        for byte in UInt8.min...UInt8.max {
            let status = CRT591Status(st0: byte, st1: byte, st2: byte)
            #expect((status.card != nil) == known.contains(byte))
            #expect((status.stacker != nil) == known.contains(byte))
            #expect(status.raw == [byte, byte, byte])
        }
    }

    @Test("Sensor blocks of any length and the counter's three digits")
    func sensorsAndCounter() {
        #expect(CRT591Sensors([0x30, 0x31, 0x39]).states == [false, true, nil])
        #expect(CRT591Sensors([]).states.isEmpty)
        #expect(CRT591BinCounter.parse(Array("007".utf8)) == 7)
        #expect(CRT591BinCounter.parse(Array("999".utf8)) == 999)
        for broken in ["", "07", "0007", "0 7", "-07", "0A7"] {
            #expect(CRT591BinCounter.parse(Array(broken.utf8)) == nil, "\(broken)")
        }
    }

    static func onlyFrame(_ bytes: [UInt8]) -> CRT591Frame? {
        var line = CRT591Accumulator(address: 0)
        let events = line.receive(bytes)
        guard events.count == 1, case .frame(let frame) = events[0] else { return nil }
        return frame
    }
}
