import DeviceProtocols
import Testing

@Suite("CCID messages")
struct CCIDTests {
    @Test("Commands of devices.md §6.2 are written byte for byte")
    func commandVectors() {
        let table: [(CCIDCommand, UInt8, String)] = [
            (.getSlotStatus, 0, "65 00 00 00 00 00 00 00 00 00"),
            (.powerOn(.automatic), 1, "62 00 00 00 00 00 01 00 00 00"),
            (
                .transferBlock([0xFF, 0xCA, 0, 0, 0], waitMultiplier: 0, chain: .whole), 3,
                "6F 05 00 00 00 00 03 00 00 00 FF CA 00 00 00"
            ),
            (.escape([0xE0, 0, 0, 0x18, 0]), 5, "6B 05 00 00 00 00 05 00 00 00 E0 00 00 18 00"),
            (.abort, 6, "72 00 00 00 00 00 06 00 00 00"),
            (
                .setParameters(number: 1, block: [0x11, 0x10, 0, 0x4D, 0, 0xFE, 0]), 7,
                "61 07 00 00 00 00 07 01 00 00 11 10 00 4D 00 FE 00"
            ),
            (.resetParameters, 8, "6D 00 00 00 00 00 08 00 00 00"),
            (
                .transferCharacters([0xA0, 0xA4, 0, 0, 2], waitMultiplier: 0, expecting: 1), 9,
                "6F 05 00 00 00 00 09 00 01 00 A0 A4 00 00 02"
            ),
        ]
        for (command, sequence, hex) in table {
            #expect(command.bytes(slot: 0, sequence: sequence) == CRT591Vectors.bytes(hex))
        }
        #expect(CCIDAbortRequest(slot: 2, sequence: 6).value == 0x0602)
    }

    static let commands: [CCIDCommand] =
        CCIDPower.allCases.map(CCIDCommand.powerOn)
        + CCIDCommandChain.allCases.map { .transferBlock([1, 2], waitMultiplier: 7, chain: $0) }
        + [
            .powerOff, .getSlotStatus, .getParameters, .escape([]), .escape([9]), .abort,
            .setParameters(number: 0, block: [0x11, 0, 0, 10, 0]), .resetParameters,
        ]

    @Test("Every command is read back, and no prefix of one is a command")
    func commandsRoundTrip() throws {
        for command in Self.commands {
            let bytes = command.bytes(slot: 1, sequence: 0xFE)
            let read = try CCIDCommand.parse(bytes)
            #expect(read == (command, 1, 0xFE))
            for count in 0..<bytes.count {
                #expect(throws: CCIDCommandFault.self) {
                    _ = try CCIDCommand.parse(Array(bytes.prefix(count)))
                }
            }
        }
    }

    @Test("At the character level a block says how many characters are to come")
    func characters() throws {
        for expected in [UInt16(0), 1, 0x10, 256, 0xFFFF] {
            let command = CCIDCommand.transferCharacters(
                [1, 2], waitMultiplier: 3, expecting: expected)
            let bytes = command.bytes(slot: 2, sequence: 9)
            #expect(try CCIDCommand.parse(bytes, level: .character) == (command, 2, 9))
        }
        for level in [CCIDExchangeLevel.tpdu, .shortAPDU, .extendedAPDU] {
            #expect(throws: CCIDCommandFault.field(8)) {
                _ = try CCIDCommand.parse(
                    CCIDCommand.transferCharacters([1], waitMultiplier: 0, expecting: 5)
                        .bytes(slot: 0, sequence: 0), level: level)
            }
        }
    }

    @Test("A reader is told which byte of a header is wrong")
    func commandFaults() {
        let status = CCIDCommand.getSlotStatus.bytes(slot: 0, sequence: 1)
        let block = CCIDCommand.transferBlock([1], waitMultiplier: 0, chain: .whole)
            .bytes(slot: 0, sequence: 1)
        for (bytes, offset, value, wrong) in [
            (status, 0, 0x40, 0), (status, 1, 1, 1), (status, 7, 1, 7), (status, 8, 1, 8),
            (status, 9, 1, 9), (block, 2, 1, 1), (block, 8, 4, 8), (block, 9, 1, 8),
        ] as [([UInt8], Int, UInt8, UInt8)] {
            var changed = bytes
            changed[offset] = value
            #expect(throws: CCIDCommandFault.field(wrong)) {
                _ = try CCIDCommand.parse(changed)
            }
        }
        // A command without data has none, whatever its length says.
        #expect(throws: CCIDCommandFault.field(1)) {
            _ = try CCIDCommand.parse([0x63, 1, 0, 0, 0, 0, 0, 0, 0, 0, 9])
        }
    }

    static let replies: [CCIDReply] = CCIDReplyKind.allCases.flatMap { kind in
        CCIDCardState.allCases.flatMap { card in
            [.done, .failed(CCIDError(.cardMute)), .wantsTime(multiplier: 3)].map { outcome in
                CCIDReply(
                    kind, slot: 0, sequence: 9, card: card, outcome: outcome, data: [0x90, 0x00])
            }
        }
    }

    @Test("Every answer is read back; a prefix is refused; a longer one too")
    func repliesRoundTrip() throws {
        for reply in Self.replies {
            let bytes = reply.bytes
            #expect(try CCIDReply(parsing: bytes) == reply)
            for count in 0..<bytes.count {
                #expect(throws: CCIDReplyFault.self) {
                    _ = try CCIDReply(parsing: Array(bytes.prefix(count)))
                }
            }
            #expect(throws: CCIDReplyFault.length(stated: 2, received: 3)) {
                _ = try CCIDReply(parsing: bytes + [0])
            }
        }
    }

    @Test("A changed byte of an answer is refused, or shows in the value, never in silence")
    func corruptions() throws {
        var refused = 0
        var shown = 0
        var reserved = 0
        for reply in Self.replies {
            let bytes = reply.bytes
            for index in bytes.indices {
                for value in UInt8.min...UInt8.max where value != bytes[index] {
                    var changed = bytes
                    changed[index] = value
                    guard let read = try? CCIDReply(parsing: changed) else {
                        refused += 1
                        continue
                    }
                    // Reserved bits 2…5 of bStatus, and bError of a command that did not fail,
                    // have no meaning.
                    if read != reply {
                        shown += 1
                    } else if index == 7 || index == 8 {
                        reserved += 1
                    }
                }
            }
        }
        #expect(refused > 0)
        #expect(shown > 0)
        #expect(reserved == Self.replies.count * 15 + Self.replies.count / 3 * 255)
        #expect(refused + shown + reserved == Self.replies.count * 12 * 255)
    }

    @Test("Slot changes, hardware errors, and nothing else")
    func notifications() {
        let change = CCIDNotification([0x50, 0x07])
        guard case .slotChange(let slots) = change else {
            Issue.record("50 07 is a slot change")
            return
        }
        #expect(slots.count == 4)
        #expect(slots[0] == CCIDSlotChange(isPresent: true, hasChanged: true))
        #expect(slots[1] == CCIDSlotChange(isPresent: true, hasChanged: false))
        #expect(
            CCIDNotification([0x51, 0, 4, 1]) == .hardwareError(slot: 0, sequence: 4, code: 1))
        for broken: [UInt8] in [[], [0x50], [0x51, 0, 4], [0x52, 0]] {
            #expect(CCIDNotification(broken) == nil)
        }
    }

    /// libccid's table of messages ends with these (devices.md §6.2).
    @Test("Error bytes keep their value whether they are named or not")
    func errors() {
        #expect(CCIDError(raw: 0xFE).code == .cardMute)
        #expect(CCIDError(raw: 0x07).code == nil)
        #expect(CCIDError(raw: 0x07).description == "07")
        for code in CCIDErrorCode.allCases { #expect(CCIDError(code).code == code) }
    }
}

@Suite("CCID class descriptor and chaining")
struct CCIDDescriptorTests {
    /// QEMU's and Gemalto's reader 08e6:4433 as recorded in rigs.md §2a, class descriptor only.
    static let descriptor = CRT591Vectors.bytes(
        "36 21 10 01 00 07 01 00 00 00 a0 0f 00 00 a0 0f 00 00 00 80 25 00 00 80 25 00 00 00 fe 00"
            + " 00 00 00 00 00 00 00 00 00 00 ba 04 02 00 0f 01 00 00 ff ff 00 00 00 01")

    @Test("It is found behind the interface and behind the last endpoint, among others")
    func places() throws {
        let other: [UInt8] = [3, 0x24, 0]
        for places in [[Self.descriptor], [[], [], Self.descriptor], [other + Self.descriptor]] {
            let found = try CCIDClassDescriptor(among: places)
            #expect(found.features.exchangeLevel == .shortAPDU)
            #expect(found.features.choosesVoltage)
            #expect(found.maximumMessageLength == 271)
            #expect(found.voltages == 7)
            #expect(found.maximumBusySlots == 1)
            #expect(found.protocols == [.t0])
            #expect(found.maximumInformationSize == 254)
            #expect(found.features.setsParameters && found.features.selects)
            #expect(found.features.announcesInformationSize)
        }
    }

    @Test("Without it, with a wrong length, or without room for data a reader is refused")
    func refusals() {
        #expect(throws: CCIDDescriptorFault.missing) {
            _ = try CCIDClassDescriptor(among: [[], [2, 0x24]])
        }
        for count in 2..<54 {
            var short = Array(Self.descriptor.prefix(count))
            short[0] = UInt8(count)
            #expect(throws: CCIDDescriptorFault.length(count)) {
                _ = try CCIDClassDescriptor(among: [short])
            }
        }
        var tight = Self.descriptor
        tight.replaceSubrange(44..<48, with: [10, 0, 0, 0])
        #expect(throws: CCIDDescriptorFault.messageLength(10)) {
            _ = try CCIDClassDescriptor(tight)
        }
    }

    @Test("Blocks put together are the APDU, none is too long, and the chain has its ends")
    func chaining() throws {
        for count in 1...60 {
            let apdu = (0..<count).map { UInt8($0) }
            let level = CCIDExchangeLevel.extendedAPDU
            let blocks = try #require(
                CCIDBlocks.cut(apdu, level: level, maximumMessageLength: 20))
            #expect(blocks.flatMap(\.data) == apdu)
            #expect(blocks.allSatisfy { $0.data.count <= 10 })
            let chain = blocks.map(\.chain)
            if count <= 10 {
                #expect(chain == [.whole])
            } else {
                let middle = Array(repeating: CCIDCommandChain.continues, count: chain.count - 2)
                #expect(chain == [.begins] + middle + [.ends])
            }
        }
        let long = [UInt8](repeating: 0, count: 11)
        #expect(CCIDBlocks.cut(long, level: .shortAPDU, maximumMessageLength: 20) == nil)
    }
}
