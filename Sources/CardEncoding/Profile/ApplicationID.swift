import CampusCard

/// A DESFire application identifier: three bytes, written most significant first, sent least
/// significant first.
package struct ApplicationID: Hashable, Sendable, CustomStringConvertible {
    /// The card itself.
    static let card = ApplicationID(0)
    let value: UInt32

    private init(_ value: UInt32) { self.value = value }

    /// Nil unless there are six hex digits that do not all stand for zero.
    package init?(hex: String) {
        guard let bytes = [UInt8](hex: hex), bytes.count == 3, bytes != [0, 0, 0] else {
            return nil
        }
        value = bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// As it is sent.
    package var sent: [UInt8] { (0..<3).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }

    package var description: String { sent.reversed().hex }
}
