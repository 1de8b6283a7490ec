import DeviceProtocols
import Testing

@Suite("TTCE packets")
struct TTCEFrameTests {
    private let zero = TTCEVectors.zero

    @Test("Each command of the table is written and read byte for byte, for both addresses")
    func commands() throws {
        for vector in TTCEVectors.commands {
            let packet = TTCEVectors.bytes(vector.packet)
            let command = try #require(TTCEVectors.command(vector.text))
            #expect(command.frame(address: vector.address).bytes == packet, "\(vector.text)")
            var line = TTCEAccumulator(address: vector.address)
            guard case .frame(let frame)? = line.receive(packet).first else {
                Issue.record("\(vector.text) is not read")
                continue
            }
            #expect(TTCECommand(frame) == command)
        }
        for (command, text) in TTCEVectors.named { #expect(command == TTCEVectors.command(text)) }
    }

    @Test("Each control is written and read, and with another address it is noise")
    func controls() {
        for (control, address, text) in TTCEVectors.controls {
            let bytes = TTCEVectors.bytes(text)
            #expect(control.bytes(address: address) == bytes)
            var line = TTCEAccumulator(address: address)
            #expect(line.receive(bytes) == [.control(control)])
            guard control != .cancel else { continue }
            let other = address == zero ? TTCEVectors.fifteen : zero
            var stranger = TTCEAccumulator(address: other)
            #expect(stranger.receive(bytes) + stranger.giveUp() == [.noise(3)])
        }
    }

    @Test("Each state of the table is read and written byte for byte")
    func states() throws {
        for vector in TTCEVectors.states {
            let frame = try #require(Self.onlyFrame(TTCEVectors.bytes(vector.packet)))
            let reply = try TTCEReply(frame, to: .fullState)
            guard case .state(let nibbles) = reply else {
                Issue.record("\(vector.packet) is \(reply)")
                continue
            }
            #expect(TTCEStatus(nibbles).flags == vector.flags)
            #expect(TTCEStatus(vector.flags).raw == nibbles)
            #expect(reply.frame(to: .fullState, address: zero) == frame)
        }
    }

    @Test("Answers of the RF module are read and written byte for byte")
    func answers() throws {
        let command = try #require(TTCEVectors.command("G3"))
        for vector in TTCEVectors.answers {
            let frame = try #require(Self.onlyFrame(TTCEVectors.bytes(vector.packet)))
            #expect(try TTCEReply(frame, to: command) == vector.reply)
            #expect(vector.reply.frame(to: command, address: zero) == frame)
            #expect(throws: TTCEReplyFault.toAnotherCommand) {
                try TTCEReply(frame, to: .fullState)
            }
        }
    }

    @Test("All 65,536 states are read, with A to F after 9 too, and any other character is unknown")
    func everyState() {
        for bits in UInt16.min...UInt16.max {
            let status = TTCEStatus(TTCEFlags(rawValue: bits))
            #expect(TTCEStatus(status.raw).flags?.rawValue == bits)
        }
        #expect(TTCEStatus(Array("00FA".utf8)).flags?.rawValue == 0x00FA)
        for character in UInt8.min...UInt8.max {
            let isNibble =
                (0x30...0x3F).contains(character) || (0x41...0x46).contains(character)
            let status = TTCEStatus([0x30, character, 0x30, 0x30])
            #expect((status.flags != nil) == isNibble)
            #expect(status.raw == [0x30, character, 0x30, 0x30])
        }
        #expect(TTCEStatus([0x30, 0x30, 0x30]).flags == nil)
        #expect(TTCEStatus([0x30, 0x30, 0x30, 0x30, 0x30]).flags == nil)
    }

    @Test("The version is read bare and behind its name, and a state is none")
    func version() throws {
        let text = Array("TTCE_K720_V2.03".utf8)
        let bare = TTCEFrame(address: zero, text: text)
        #expect(try TTCEReply(bare, to: .version) == .version(text))
        let headed = TTCEFrame(address: zero, text: Array("PGV".utf8) + text)
        #expect(try TTCEReply(headed, to: .version) == .version(text))
        let state = TTCEFrame(address: zero, text: Array("SF0000".utf8))
        #expect(throws: TTCEReplyFault.toAnotherCommand) { try TTCEReply(state, to: .version) }
        let short = TTCEFrame(address: zero, text: Array("SF000".utf8))
        #expect(throws: TTCEReplyFault.length(5)) { try TTCEReply(short, to: .fullState) }
        #expect(try TTCEReply(short, to: .shortState) == .state(Array("000".utf8)))
    }

    @Test("A command's name is shown, and never its data")
    func names() throws {
        #expect(TTCECommand.toReadPosition.description == "FC7")
        let apdu = try #require(TTCEVectors.command("G30\u{0}\u{84}"))
        #expect(apdu.description == "command 47 33")
        #expect(TTCECommand(text: [0x41]) == nil)
        #expect(TTCECommand(text: [UInt8](repeating: 0x41, count: 294)) == nil)
        #expect(TTCEAddress(16) == nil)
    }

    static func onlyFrame(_ bytes: [UInt8]) -> TTCEFrame? {
        var line = TTCEAccumulator(address: TTCEVectors.zero)
        let events = line.receive(bytes)
        guard events.count == 1, case .frame(let frame) = events[0] else { return nil }
        return frame
    }
}

@Suite("A TTCE line with noise")
struct TTCELineTests {
    @Test("Every split of every packet gives the same packet")
    func splits() {
        for packet in TTCEVectors.packets {
            for cut in 1..<packet.count {
                var line = TTCEAccumulator(address: TTCEVectors.zero)
                #expect(line.receive(packet[..<cut]).isEmpty)
                #expect(line.isInsidePacket)
                #expect(line.receive(packet[cut...]).count == 1)
                #expect(!line.isInsidePacket)
            }
        }
    }

    @Test("No prefix of a packet is a packet, and what follows a given-up prefix is read")
    func prefixes() {
        for packet in TTCEVectors.packets {
            for count in 1..<packet.count {
                var line = TTCEAccumulator(address: TTCEVectors.zero)
                let events = line.receive(packet.prefix(count)) + line.giveUp()
                #expect(!events.contains(where: Self.isGood))
                #expect(line.receive(packet).filter(Self.isGood).count == 1)
            }
        }
    }

    @Test("No single changed byte passes, and each class of damage is seen")
    func corruptions() {
        var damages: Set<TTCEDamage> = []
        for packet in TTCEVectors.packets {
            for index in packet.indices {
                for value in UInt8.min...UInt8.max where value != packet[index] {
                    var changed = packet
                    changed[index] = value
                    var line = TTCEAccumulator(address: TTCEVectors.zero)
                    let events = line.receive(changed) + line.giveUp()
                    let isFrame = events.contains { if case .frame = $0 { true } else { false } }
                    #expect(!isFrame, "\(changed)")
                    for case .damaged(let damage) in events { damages.insert(damage) }
                }
            }
        }
        // Two bytes must change for another address to pass the check.
        var other = TTCEAccumulator(address: TTCEVectors.zero)
        let packet = TTCECommand.fullState.frame(address: TTCEVectors.fifteen).bytes
        for case .damaged(let damage) in other.receive(packet) { damages.insert(damage) }
        #expect(damages == Set(TTCEDamage.allCases))
    }

    @Test("A packet behind a damaged one is found, and controls inside the damaged one are noise")
    func resynchronises() {
        let good = TTCEVectors.bytes("02 30 30 00 06 53 46 30 30 30 33 03 11")
        var broken = TTCEVectors.bytes("02 30 30 00 06 50 06 30 30 15 04 03 11")
        var line = TTCEAccumulator(address: TTCEVectors.zero)
        let events = line.receive(broken + good)
        #expect(events.filter(Self.isGood).count == 1)
        #expect(events.first == .damaged(.check))
        // The head of a lost packet says 20 bytes; the good one lies within them.
        broken = [0x02, 0x30, 0x30, 0x00, 0x14]
        #expect(line.receive(broken + good).isEmpty)
        #expect(line.giveUp().filter(Self.isGood).count == 1)
    }

    @Test("Random bytes never stop the line from reading a packet")
    func randomBytes() {
        var random = SystemlessRandom(state: 720)
        for _ in 0..<100 {
            var line = TTCEAccumulator(address: TTCEVectors.zero)
            let noise = (0..<100).map { _ in UInt8.random(in: 0...255, using: &random) }
            _ = line.receive(noise) + line.giveUp()
            #expect(line.receive(TTCEVectors.packets[0]).filter(Self.isGood).count == 1)
        }
    }

    private static func isGood(_ event: TTCEEvent) -> Bool {
        switch event {
        case .frame, .control: true
        case .damaged, .noise: false
        }
    }
}
