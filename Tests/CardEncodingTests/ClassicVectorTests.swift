import CampusCard
import CardEncoding
import CardPrimitives
import Foundation
import Testing

@testable import VirtualChips

/// The published examples of access bits (MF1S50 data sheet, checked against libfreefare), of the directory's check sum
/// (AN10787, libfreefare) and of value blocks.
@Suite("MIFARE Classic vectors")
struct ClassicVectorTests {
    /// Bits of the four blocks, and bytes 6 to 8.
    private static let accesses: [([UInt8], [UInt8])] = [
        ([0b000, 0b000, 0b000, 0b001], [0xFF, 0x07, 0x80]),
        ([0b100, 0b100, 0b100, 0b011], [0x78, 0x77, 0x88]),
        ([0b110, 0b100, 0b100, 0b011], [0x68, 0x77, 0x89]),
        ([0b010, 0b010, 0b010, 0b111], [0x07, 0x87, 0x8F]),
        ([0b011, 0b011, 0b011, 0b011], [0x0F, 0x00, 0xFF]),
    ]

    @Test("Access bits are written and read as published", arguments: accesses)
    func access(bits: [UInt8], bytes: [UInt8]) {
        let access = ClassicAccess(bits.map(ClassicCondition.init))
        #expect(access.bytes == bytes)
        #expect(ClassicAccess(bytes: bytes) == access)
    }

    @Test("All 4,096 combinations come back, and the chip reads each as it was meant")
    func everyAccess() throws {
        var memory = ClassicMemory(uid: try #require(ClassicFixture.uid))
        for number in 0..<4_096 {
            let bits = (0..<4).map { UInt8(number >> (3 * $0) & 7) }
            let access = ClassicAccess(bits.map(ClassicCondition.init))
            #expect(ClassicAccess(bytes: access.bytes) == access)
            memory.blocks[7].replaceSubrange(6..<9, with: access.bytes)
            for block in 0..<4 {
                let (c1, c2, c3) = try #require(memory.access(4 + block))
                #expect((c1 ? 4 : 0) | (c2 ? 2 : 0) | (c3 ? 1 : 0) == bits[block])
            }
        }
    }

    @Test("One flipped bit in any access bytes is refused, by us and by the chip")
    func flippedAccess() throws {
        var memory = ClassicMemory(uid: try #require(ClassicFixture.uid))
        for (_, bytes) in Self.accesses {
            for bit in 0..<24 {
                var wrong = bytes
                wrong[bit / 8] ^= UInt8(1 << (bit % 8))
                #expect(ClassicAccess(bytes: wrong) == nil)
                memory.blocks[7].replaceSubrange(6..<9, with: wrong)
                #expect(memory.access(4) == nil)
            }
        }
        #expect(ClassicAccess(bytes: [0xFF, 0x07]) == nil)
    }

    @Test(
        "The directory's check sum is the published one",
        arguments: [
            ("01010801080108000000000000040003100310021002100000000000001130", 0x89),
            ("0103E103E103E103E103E103E1000000000000000000000000000000000000", 0xAB),
        ] as [(String, UInt8)])
    func directory(hex: String, sum: UInt8) throws {
        let content = try #require([UInt8](hex: hex))
        #expect(ClassicDirectory.checkSum(content) == sum)
        let directory = try #require(ClassicDirectory(blocks: [sum] + content))
        #expect(directory.blocks == [sum] + content)
        #expect(ClassicDirectory(blocks: [sum ^ 1] + content) == nil)
        #expect(ClassicDirectory(blocks: [sum] + content.dropLast()) == nil)
    }

    @Test(
        "Value blocks are written and read as published",
        arguments: [
            (1_234_567, 17, "87D612007829EDFF87D6120011EE11EE"),
            (-1, 0, "FFFFFFFF00000000FFFFFFFF00FF00FF"),
        ] as [(Int32, UInt8, String)])
    func value(value: Int32, address: UInt8, hex: String) throws {
        let block = try #require([UInt8](hex: hex))
        #expect(ClassicValue(value: value, address: address).block == block)
        #expect(ClassicValue(block: block) == ClassicValue(value: value, address: address))
        for bit in 0..<128 {
            var torn = block
            torn[bit / 8] ^= UInt8(1 << (bit % 8))
            #expect(ClassicValue(block: torn) == nil)
        }
        #expect(ClassicValue(block: block.dropLast()) == nil)
    }

    @Test("A record comes back, and no changed byte of its head does")
    func record() throws {
        let record = try ClassicFixture.record()
        #expect(record.block.count == 16)
        #expect(ClassicRecord(block: record.block) == record)
        #expect(ClassicRecord(block: [UInt8](repeating: 0, count: 16)) == nil)
        #expect(ClassicRecord(block: [0x02] + record.block.dropFirst()) == nil)
        #expect(ClassicRecord(block: [0x01, 0x02] + record.block.dropFirst(2)) == nil)
        #expect(ClassicRecord(block: record.block.dropLast()) == nil)
    }

    @Test("Readers are asked by the pseudo-APDUs of PC/SC part 3")
    func pseudoAPDUs() {
        var random: any RandomSource = SeededRandom(1)
        var dialogue = ClassicDialogue()
        let key = ClassicFixture.key(0xA0)
        #expect(dialogue.begin(.readUID, random: &random).hex == "FFCA000000")
        #expect(
            dialogue.begin(.authenticate(block: 0x1F, .b, key), random: &random).hex
                == "FF82000006A0A1A2A3A4A5")
        #expect(
            dialogue.receive([0x90, 0x00])
                == .transmit([0xFF, 0x86, 0x00, 0x00, 0x05, 0x01, 0x00, 0x1F, 0x61, 0x00]))
        #expect(dialogue.receive([0x63, 0x00]) == .refused(StatusWord(0x6300)))
        #expect(dialogue.begin(.read(block: 4), random: &random).hex == "FFB0000410")
        #expect(dialogue.receive([0x00, 0x90, 0x00]) == .unbelievable)
        let block = [UInt8](0..<16)
        #expect(
            dialogue.begin(.write(block: 4, block), random: &random)
                == [0xFF, 0xD6, 0x00, 0x04, 0x10] + block)
        #expect(dialogue.receive([0x90, 0x00]) == .answered([]))
        #expect(dialogue.begin(.forgetKey, random: &random).hex == "FF82000006000000000000")
    }
}
