/// A DESFire application identifier: three bytes, written most significant first, sent least
/// significant first.
package struct ApplicationID: Hashable, Sendable, CustomStringConvertible {
    /// The card itself.
    package static let card = ApplicationID(0)
    private let value: UInt32

    private init(_ value: UInt32) { self.value = value }

    /// - Precondition: the value has three bytes that are not all zero.
    package init(validated value: UInt32) {
        precondition((1...0xFF_FFFF).contains(value), "\(value) is no application of three bytes")
        self.value = value
    }

    /// Nil unless there are six hex digits that do not all stand for zero.
    package init?(hex: String) {
        guard let bytes = [UInt8](hex: hex), bytes.count == 3, bytes != [0, 0, 0] else {
            return nil
        }
        value = bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// As it is written.
    package var bytes: [UInt8] { sent.reversed() }

    /// As it is sent.
    package var sent: [UInt8] { (0..<3).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }

    package var description: String { bytes.hex }
}
