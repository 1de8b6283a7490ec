import CampusCard

/// The status word by which a card ends its answer.
package struct StatusWord: Hashable, Sendable, Codable, CustomStringConvertible {
    package let value: UInt16

    package init(_ value: UInt16) {
        self.value = value
    }

    /// A DESFire's, `91 xx`.
    package init(desfire status: UInt8) {
        value = 0x9100 | UInt16(status)
    }

    /// The second byte, which a DESFire's codes cover.
    package var low: UInt8 { UInt8(value & 0xFF) }

    package static let done = StatusWord(desfire: 0x00)
    package static let illegalCommand = StatusWord(desfire: 0x1C)
    package static let authenticationError = StatusWord(desfire: 0xAE)
    package static let additionalFrame = StatusWord(desfire: 0xAF)
    package static let permissionDenied = StatusWord(desfire: 0x9D)
    package static let applicationNotFound = StatusWord(desfire: 0xA0)

    package var description: String { [UInt8(value >> 8), low].hex }
}
