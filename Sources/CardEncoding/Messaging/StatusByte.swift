import CampusCard

/// The second byte of a DESFire status word `91 xx`.
package struct StatusByte: Hashable, Sendable, Codable, CustomStringConvertible {
    package let value: UInt8

    package init(_ value: UInt8) {
        self.value = value
    }

    package static let done = StatusByte(0x00)
    package static let illegalCommand = StatusByte(0x1C)
    package static let authenticationError = StatusByte(0xAE)
    package static let additionalFrame = StatusByte(0xAF)
    package static let permissionDenied = StatusByte(0x9D)
    package static let applicationNotFound = StatusByte(0xA0)

    /// The card has found its own memory damaged (application, card, card disabled, file): it goes
    /// to the bin, and its UID is never issued.
    package var isDamage: Bool { [0xA1, 0xC1, 0xCD, 0xF1].contains(value) }

    package var description: String { "91" + [value].hex }
}
