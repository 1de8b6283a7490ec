import ArgumentParser
import CampusCard

/// The UID of a virtual card: four or seven bytes.
struct ChipUID: ExpressibleByArgument {
    let uid: CardUID

    init?(argument: String) {
        guard let uid = CardUID(hex: argument), [4, 7].contains(uid.bytes.count) else { return nil }
        self.uid = uid
    }

    private init(_ bytes: [UInt8]) {
        guard bytes.count == 7, let uid = CardUID(bytes) else {
            preconditionFailure("a DESFire has a UID of seven bytes, not \(bytes.count)")
        }
        self.uid = uid
    }

    /// The card's in the recorded conversations that the tests replay.
    static let usual = ChipUID([0x04, 0xDE, 0x5F, 0x1E, 0xAC, 0xC0, 0x40])

    var defaultValueDescription: String { uid.description }
}
