package import CampusCard

/// A MIFARE Classic card with 1 KB in the field of a reader that is asked by pseudo-APDUs (PC/SC part 3): what is seen
/// here is the card and the key slot of its reader. The cipher on the air is not played: whether the key is the right
/// one is all that a reader tells of it.
///
/// It is strict where readers differ: after a key that was not taken the card is silent until it is activated anew.
package final class VirtualClassic {
    package internal(set) var memory: ClassicMemory
    /// The reader's volatile slot outlives the card's field.
    private var slot: [UInt8]?
    private var isPowered = false

    // Lost with the field.
    private var isHalted = false
    private var opened: (sector: Int, key: ClassicRights.Key)?

    package init(memory: ClassicMemory) {
        self.memory = memory
    }

    package var uid: CardUID { memory.uid }

    /// Whether the reader still holds a key that opens something.
    package var readerHoldsKey: Bool { slot.map { $0.contains { $0 != 0 } } ?? false }

    /// Brings the card into the field, or resets it there. - Returns: the answer to select that a PC/SC reader makes for
    /// a card of this kind (part 3, 3.1.3.2.3).
    package func activate() -> [UInt8] {
        fieldLost()
        isPowered = true
        return [
            0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00, 0x03, 0x06, 0x03, 0x00,
            0x01, 0x00, 0x00, 0x00, 0x00, 0x6A,
        ]
    }

    package func fieldLost() {
        isPowered = false
        isHalted = false
        opened = nil
    }

    /// The answer to a pseudo-APDU, status word included; nothing when the card has no field.
    package func transmit(_ apdu: [UInt8]) -> [UInt8] {
        guard isPowered else { return [] }
        do throws(ClassicRefusal) {
            return try execute(apdu) + [0x90, 0x00]
        } catch {
            return error.bytes
        }
    }

    /// Takes the field away while the card works.
    package func tear(_ apdu: [UInt8], leaving outcome: TornWrite) {
        let before = memory
        _ = transmit(apdu)
        switch outcome {
        case .undone: memory = before
        case .done: break
        case .damaged: memory = memory.torn(since: before)
        }
        fieldLost()
    }

    private func execute(_ apdu: [UInt8]) throws(ClassicRefusal) -> [UInt8] {
        guard apdu.count >= 5, apdu[0] == 0xFF else { throw .noSuchClass }
        switch apdu[1] {
        case 0xCA:
            guard Array(apdu[2...]) == [0, 0, 0] else { throw .wrongParameters }
            return uid.bytes
        case 0x82:
            guard apdu[2] == 0, apdu[3] == 0, apdu[4] == 6, apdu.count == 11 else {
                throw .wrongParameters
            }
            slot = Array(apdu[5...])
            return []
        case 0x86: return try authenticate(apdu)
        case 0xB0:
            guard apdu.count == 5, apdu[2] == 0, apdu[4] == 16 else { throw .wrongParameters }
            return try read(Int(apdu[3]))
        case 0xD6:
            guard apdu.count == 21, apdu[2] == 0, apdu[4] == 16 else { throw .wrongParameters }
            return try write(Int(apdu[3]), Array(apdu[5...]))
        case _: throw .noSuchInstruction
        }
    }

    private func authenticate(_ apdu: [UInt8]) throws(ClassicRefusal) -> [UInt8] {
        guard apdu.count == 10, Array(apdu[2..<7]) == [0, 0, 5, 1, 0], apdu[7] < 64, apdu[9] == 0,
            let slot
        else { throw .wrongParameters }
        opened = nil
        guard !isHalted else { throw .failed }
        let sector = Int(apdu[7]) / 4
        let trailer = memory.trailer(sector)
        let key: ClassicRights.Key = apdu[8] == 0x61 ? .b : .a
        let isTaken =
            !memory.lostSectors.contains(sector)
            && memory.access(sector * 4 + 3).map { key == .a || !ClassicRights.keyBIsData($0) }
                == true
            && slot == Array(key == .a ? trailer[0..<6] : trailer[10..<16])
        guard isTaken, apdu[8] == 0x60 || apdu[8] == 0x61 else {
            isHalted = true
            throw .failed
        }
        opened = (sector, key)
        return []
    }

    private func read(_ block: Int) throws(ClassicRefusal) -> [UInt8] {
        let (bits, key) = try open(block)
        guard block % 4 != 3 else {
            // No key A is ever read; key B where it is data.
            let trailer = memory.blocks[block]
            let keyB = ClassicRights.keyBIsData(bits) ? trailer[10...] : [0, 0, 0, 0, 0, 0][...]
            return [0, 0, 0, 0, 0, 0] + trailer[6..<10] + keyB
        }
        guard ClassicRights.data(bits).read.contains(key) else { throw .securityState }
        return memory.blocks[block]
    }

    private func write(_ block: Int, _ bytes: [UInt8]) throws(ClassicRefusal) -> [UInt8] {
        let (bits, key) = try open(block)
        let writers =
            block % 4 == 3 ? ClassicRights.trailerWriters(bits) : ClassicRights.data(bits).write
        guard block != 0, writers.contains(key) else { throw .securityState }
        memory.blocks[block] = bytes
        return []
    }

    /// The access bits of a block in the sector that is open, and the key that opened it.
    private func open(
        _ block: Int
    ) throws(ClassicRefusal) -> (bits: (Bool, Bool, Bool), key: ClassicRights.Key) {
        guard block < 64 else { throw .wrongParameters }
        guard let opened, opened.sector == block / 4, let bits = memory.access(block) else {
            throw .securityState
        }
        return (bits, opened.key)
    }
}

/// How a reader refuses (PC/SC part 3, tables 3 to 7).
enum ClassicRefusal: UInt16, Error {
    /// The card did not take the key, or did not answer.
    case failed = 0x6300
    case securityState = 0x6982
    case wrongParameters = 0x6A86
    case noSuchInstruction = 0x6D00
    case noSuchClass = 0x6E00

    var bytes: [UInt8] { [UInt8(rawValue >> 8), UInt8(rawValue & 0xFF)] }
}
