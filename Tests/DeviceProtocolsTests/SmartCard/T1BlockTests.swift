import DeviceProtocols
import Testing

/// Goal: blocks of T=1 are written and read byte for byte, and nothing else is a block. Method: vectors, round trips, every
/// prefix and every changed byte.
@Suite struct T1BlockTests {
    static let blocks: [(block: T1Block, bytes: String)] = [
        (
            T1Block(.information(sequence: 0, more: false), [0, 0xA4, 4, 0]),
            "00 00 04 00 A4 04 00 A4"
        ),
        (T1Block(.information(sequence: 1, more: true), [0x90]), "00 60 01 90 F1"),
        (T1Block(.ready(sequence: 0, .none)), "00 80 00 80"),
        (T1Block(.ready(sequence: 1, .none)), "00 90 00 90"),
        (T1Block(.ready(sequence: 0, .check)), "00 81 00 81"),
        (T1Block(.ready(sequence: 1, .other)), "00 92 00 92"),
        (T1Block(.request(.resynchronise)), "00 C0 00 C0"),
        (T1Block(.response(.resynchronise)), "00 E0 00 E0"),
        (T1Block(.request(.informationSize), [0xFE]), "00 C1 01 FE 3E"),
        (T1Block(.response(.informationSize), [0xFE]), "00 E1 01 FE 1E"),
        (T1Block(.request(.abort)), "00 C2 00 C2"),
        (T1Block(.response(.abort)), "00 E2 00 E2"),
        (T1Block(.request(.waitingTime), [1]), "00 C3 01 01 C3"),
        (T1Block(.response(.waitingTime), [1]), "00 E3 01 01 E3"),
    ]

    @Test("Each kind of block, byte for byte, in both directions")
    func vectors() throws {
        for (block, hex) in Self.blocks {
            #expect(block.bytes(.lrc) == CRT591Vectors.bytes(hex))
            #expect(try T1Block(parsing: CRT591Vectors.bytes(hex), check: .lrc) == block)
            #expect(try T1Block(parsing: block.bytes(.crc), check: .crc) == block)
        }
    }

    /// The check value of CRC-16/MCRF4XX, which is this CRC: "123456789" gives 6F91.
    @Test("The CRC is that of the catalogue, its high byte first")
    func crc() throws {
        // An information block over the text less the first three bytes, which are its prologue here.
        let text = Array("123456789".utf8)
        let block = T1Block(.information(sequence: 0, more: false), text)
        let bytes = block.bytes(.crc)
        #expect(bytes.dropLast(2) == [0, 0, 9] + text)
        func sum(_ bytes: [UInt8]) -> UInt16 {
            var sum: UInt16 = 0xFFFF
            for byte in bytes {
                for bit in 0..<8 {
                    let isOne = (sum ^ UInt16(byte >> bit)) & 1 != 0
                    sum = sum >> 1 ^ (isOne ? 0x8408 : 0)
                }
            }
            return sum
        }
        #expect(sum(text) == 0x6F91)
        let expected = sum(Array(bytes.dropLast(2)))
        #expect(bytes.suffix(2) == [UInt8(expected >> 8), UInt8(expected & 0xFF)])
    }

    @Test(
        "A prefix, a longer one and a changed byte are no block, whatever the check",
        arguments: T1Check.allCases)
    func damaged(check: T1Check) {
        for (block, _) in Self.blocks {
            let bytes = block.bytes(check)
            for count in 0..<bytes.count {
                #expect(throws: T1BlockFault.self) {
                    _ = try T1Block(parsing: Array(bytes.prefix(count)), check: check)
                }
            }
            #expect(throws: T1BlockFault.self) {
                _ = try T1Block(parsing: bytes + [0], check: check)
            }
            for index in bytes.indices {
                for value in UInt8.min...UInt8.max where value != bytes[index] {
                    var changed = bytes
                    changed[index] = value
                    #expect(throws: T1BlockFault.self) {
                        _ = try T1Block(parsing: changed, check: check)
                    }
                }
            }
        }
    }

    @Test("With a right check, every control byte, length and address is judged")
    func control() {
        func parse(_ body: [UInt8]) -> Result<T1Block, T1BlockFault> {
            Result { () throws(T1BlockFault) in
                try T1Block(parsing: body + [body.reduce(0, ^)], check: .lrc)
            }
        }
        var known = 0
        for control in UInt8.min...UInt8.max {
            for length in 0...1 {
                let body = [0, control, UInt8(length)] + [UInt8](repeating: 5, count: length)
                switch parse(body) {
                case .success(let block):
                    known += 1
                    #expect(block.bytes(.lrc).dropLast() == body[...])
                case .failure(let fault): #expect(fault == .control(control))
                }
            }
        }
        // Information 4, each of both lengths; ready 6; supervision 8, each of its own length.
        #expect(known == 8 + 6 + 8)
        #expect(parse([0x21, 0x00, 0]) == .failure(.address(0x21)))
        let longest: [UInt8] = [0, 0, 255] + [UInt8](repeating: 0, count: 255)
        #expect(parse(longest) == .failure(.length(stated: 255, bytes: 259)))
    }
}
