/// A command: ASCII letters, or two bytes of the RF module, and data (devices.md §4.2).
package struct TTCECommand: Hashable, Sendable, CustomStringConvertible {
    package let text: [UInt8]

    /// Nil unless it has 2 to 293 bytes.
    package init?(text: [UInt8]) {
        guard (TTCEFrame.minimumText...TTCEFrame.maximumText).contains(text.count) else {
            return nil
        }
        self.text = text
    }

    /// The command in a packet that a unit received.
    package init(_ frame: TTCEFrame) { text = frame.text }

    private init(letters: StaticString) {
        text = letters.withUTF8Buffer { Array($0) }
    }

    package func frame(address: TTCEAddress) -> TTCEFrame {
        TTCEFrame(address: address, text: text)
    }

    /// The letters, or the two bytes that name a command of the RF module: its data may be an APDU.
    package var description: String {
        if text.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }) {
            return String(decoding: text, as: UTF8.self)
        }
        let name = text.prefix(2).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        return "command " + name.joined(separator: " ")
    }

    /// Asks the firmware's name.
    package static let version = TTCECommand(letters: "GV")
    /// Asks the full state, four nibbles.
    package static let fullState = TTCECommand(letters: "AP")
    /// Asks the short state, three nibbles.
    package static let shortState = TTCECommand(letters: "RF")
    package static let reset = TTCECommand(letters: "RS")
    /// Brings the card to the recycle bin.
    package static let capture = TTCECommand(letters: "CP")
    package static let dispense = TTCECommand(letters: "DC")
    /// K750: brings the card back to the hopper.
    package static let returnToHopper = TTCECommand(letters: "DB")
    /// Feeds one card to the read position; a card in the path goes there too.
    package static let toReadPosition = TTCECommand(letters: "FC7")
    package static let toSecondSensor = TTCECommand(letters: "FC6")
    /// By the document: holds the card at the mouth.
    package static let toMouth = TTCECommand(letters: "FC4")
    /// By the document: drives the card out of the mouth.
    package static let outOfMouth = TTCECommand(letters: "FC0")
    package static let takeIn = TTCECommand(letters: "FC8")
    package static let ledOff = TTCECommand(letters: "LF")
}
