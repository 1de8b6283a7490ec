import CampusCard
package import VirtualChips

/// A chip in the field of a reader, whatever its family.
package protocol ChipInField: AnyObject {
    /// Brings it into the field, or resets it there.
    /// - Returns: its answer to select (ISO/IEC 14443-4, 5.2).
    func answerToSelect() -> [UInt8]

    /// What reader and chip answer; nil when the chip is silent.
    func answer(_ apdu: [UInt8]) -> [UInt8]?
}

/// A chip with power in the machine, whatever its family.
protocol PoweredChip: ChipInField {
    func losePower()

    /// One bit of its memory turns over.
    func spoil()

    /// What it keeps without power; nil when nothing of it can change.
    var kept: ChipMemory? { get }
}

extension VirtualDESFire: PoweredChip {
    package func answerToSelect() -> [UInt8] {
        let selected: (uid: [UInt8], ats: [UInt8]) = activate()
        return selected.ats
    }

    package func answer(_ apdu: [UInt8]) -> [UInt8]? {
        if let uid = ReaderCommand.uid(apdu, of: memory.uid) { return uid }
        let response = transmit(apdu)
        return response.isEmpty ? nil : response
    }

    func losePower() { fieldLost() }

    var kept: ChipMemory? { memory }
}

extension VirtualFMCOS: ChipInField {
    package func answerToSelect() -> [UInt8] { activate() }

    package func answer(_ apdu: [UInt8]) -> [UInt8]? {
        if let uid = ReaderCommand.uid(apdu, of: uid) { return uid }
        let response = transmit(apdu)
        return response.isEmpty ? nil : response
    }
}

extension VirtualTransit: ChipInField {
    package func answerToSelect() -> [UInt8] { activate() }

    package func answer(_ apdu: [UInt8]) -> [UInt8]? {
        let response = transmit(apdu)
        return response.isEmpty ? nil : response
    }
}

extension VirtualClassic: ChipInField {
    package func answerToSelect() -> [UInt8] { activate() }

    package func answer(_ apdu: [UInt8]) -> [UInt8]? {
        let response = transmit(apdu)
        return response.isEmpty ? nil : response
    }
}

/// A processor card of another family: it speaks ISO/IEC 7816-4 and knows no command of ours.
final class ForeignChip: PoweredChip {
    private let uid: CardUID

    init(uid: CardUID) {
        self.uid = uid
    }

    package func answerToSelect() -> [UInt8] { [0x05, 0x78, 0x80, 0x70, 0x02] }

    /// Class not supported (ISO/IEC 7816-4, 5.6: 6E00).
    package func answer(_ apdu: [UInt8]) -> [UInt8]? {
        ReaderCommand.uid(apdu, of: uid) ?? [0x6E, 0x00]
    }

    func losePower() {}

    func spoil() {}

    var kept: ChipMemory? { nil }
}

/// The commands that a contactless reader answers itself (PC/SC part 3, 3.2.2.1.3).
enum ReaderCommand {
    /// The answer to "get data: UID", FF CA 00 00 xx; nil when the command is for the card.
    static func uid(_ apdu: [UInt8], of uid: CardUID) -> [UInt8]? {
        guard apdu.starts(with: [0xFF, 0xCA, 0x00, 0x00]) else { return nil }
        return uid.bytes + [0x90, 0x00]
    }
}

/// The answer to reset that a reader makes up for a contactless card (PC/SC part 3, 3.1.3.2.3.1):
/// 3B 8n 80 01, the historical bytes of the answer to select, and their exclusive-or.
enum ContactlessATR {
    static func bytes(ats: [UInt8]) -> [UInt8] {
        let historical = Self.historical(ats)
        let body = [0x80 | UInt8(historical.count), 0x80, 0x01] + historical
        return [0x3B] + body + [body.reduce(0, ^)]
    }

    /// T0 of the answer to select announces up to three interface bytes before the historical ones.
    private static func historical(_ ats: [UInt8]) -> [UInt8] {
        guard ats.count > 1 else { return [] }
        let interface = (ats[1] >> 4 & 0x07).nonzeroBitCount
        return Array(ats.dropFirst(2 + interface).prefix(15))
    }
}

/// How long an exchange lasts over the air at 106 kbit/s: a byte is 9 bits of 9.44 µs, and the chip
/// thinks for some milliseconds.
enum AirTime {
    private static let byte = Duration.microseconds(85)
    private static let thinking = Duration.milliseconds(4)

    static func of(_ command: [UInt8], _ response: [UInt8]) -> Duration {
        thinking + byte * (command.count + response.count)
    }
}
