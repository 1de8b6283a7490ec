import DeviceProtocols
import Testing

@Suite("A CRT-591 line with noise")
struct CRT591LineTests {
    /// What a damaged packet came to.
    private enum Class: Hashable {
        case damaged(CRT591Damage)
        case noiseOnly
        /// A stray byte that looks like ACK, NAK or EOT. A driver believes packets only.
        case controlBeforeNoise
        /// Taken for a packet: must not happen.
        case accepted
    }

    @Test("Every split of every packet gives the same packet")
    func splits() {
        for packet in CRT591Vectors.packets {
            for cut in 1..<packet.count {
                var line = CRT591Accumulator(address: 0)
                #expect(line.receive(packet[..<cut]).isEmpty)
                #expect(line.isInsidePacket)
                #expect(line.receive(packet[cut...]).count == 1)
                #expect(!line.isInsidePacket)
            }
        }
    }

    @Test("No prefix of a packet is a packet, and what follows a given-up prefix is read")
    func prefixes() {
        var tried = 0
        for packet in CRT591Vectors.packets {
            for count in 1..<packet.count {
                tried += 1
                var line = CRT591Accumulator(address: 0)
                var events = line.receive(packet.prefix(count))
                events += line.giveUp()
                #expect(events.allSatisfy { !isFrame($0) })
                #expect(line.receive(packet).filter(isFrame).count == 1)
            }
        }
        #expect(tried == CRT591Vectors.packets.map { $0.count - 1 }.reduce(0, +))
    }

    @Test("No single changed byte passes, and each class of damage is seen")
    func corruptions() {
        var classes: [Class: Int] = [:]
        var tried = 0
        for packet in CRT591Vectors.packets {
            for index in packet.indices {
                for value in UInt8.min...UInt8.max where value != packet[index] {
                    tried += 1
                    classes[classOf(packet, index, value), default: 0] += 1
                }
            }
        }
        #expect(classes[.accepted] == nil)
        #expect(classes.values.reduce(0, +) == tried)
        #expect(classes[.damaged(.length), default: 0] > 0)
        #expect(classes[.damaged(.noEnd), default: 0] > 0)
        #expect(classes[.damaged(.check), default: 0] > 0)
        #expect(classes[.damaged(.incomplete), default: 0] > 0)
        #expect(classes[.noiseOnly, default: 0] > 0)
        #expect(classes[.controlBeforeNoise, default: 0] > 0)
    }

    private func classOf(_ packet: [UInt8], _ index: Int, _ value: UInt8) -> Class {
        var changed = packet
        changed[index] = value
        var line = CRT591Accumulator(address: 0)
        let events = line.receive(changed) + line.giveUp()
        if events.contains(where: isFrame) { return .accepted }
        for case .damaged(let damage) in events { return .damaged(damage) }
        let isControl = events.contains { if case .control = $0 { true } else { false } }
        return isControl ? .controlBeforeNoise : .noiseOnly
    }

    @Test("A packet behind a damaged one, and inside one, is found without new bytes")
    func resynchronises() {
        let good = CRT591Vectors.bytes("F2 00 00 06 50 31 30 30 32 30 03 94")
        var broken = good
        broken[5] = 0x77
        var line = CRT591Accumulator(address: 0)
        #expect(line.receive(broken + good).filter(isFrame).count == 1)
        // The head of a lost packet says 12 bytes; the good one lies within them.
        let head: [UInt8] = [0xF2, 0x00, 0x00, 0x0C, 0x50]
        #expect(line.receive(head + good).isEmpty)
        #expect(line.giveUp().filter(isFrame).count == 1)
    }

    @Test("An ACK inside a damaged packet is noise, one between packets counts")
    func acknowledgeInsideDamage() {
        var line = CRT591Accumulator(address: 0)
        let broken = CRT591Vectors.bytes("F2 00 00 05 4E 06 06 15 04 03 00")
        let events = line.receive(broken)
        #expect(events == [.damaged(.check), .noise(10)])
        #expect(line.receive([0x06]) == [.control(.acknowledge)])
        #expect(line.receive([0x15, 0x04]) == [.control(.refuse), .control(.clear)])
        #expect(line.receive([0x00, 0xFF]) == [.noise(2)])
    }

    @Test("A packet of another unit on the line is not ours")
    func otherAddress() {
        var line = CRT591Accumulator(address: 0)
        let other = CRT591Command.status.frame(address: 15).bytes
        #expect(line.receive(other).first == .damaged(.otherAddress))
    }

    @Test("Ten thousand random bytes never stop the line from reading a packet")
    func randomBytes() {
        var random = SystemlessRandom(state: 591)
        let good = CRT591Vectors.packets[0]
        for _ in 0..<100 {
            var line = CRT591Accumulator(address: 0)
            let noise = (0..<100).map { _ in UInt8.random(in: 0...255, using: &random) }
            _ = line.receive(noise)
            _ = line.giveUp()
            #expect(line.receive(good).filter(isFrame).count == 1)
        }
    }

    private func isFrame(_ event: CRT591Event) -> Bool {
        if case .frame = event { true } else { false }
    }
}

/// SplitMix64: the same numbers in each run.
struct SystemlessRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
