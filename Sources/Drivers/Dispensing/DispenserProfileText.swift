/// A deviation from the manufacturer's document, or a doubt that only a unit can settle.
package struct ProfileQuirk: Hashable, Sendable, Codable {
    package let observation: String
    package let firmware: String
    package let source: String
}

/// A dispenser's profile that cannot be used.
package struct DispenserProfileError: Error, Hashable, Sendable, CustomStringConvertible {
    package let profile: String
    package let value: String
    package let bound: String

    package var description: String { "profile \(profile): \(value) is not \(bound)" }
}

/// What the profiles of all families check alike.
enum ProfileCheck {
    /// The longest wait that a profile may ask for, in milliseconds.
    private static let longestWait = 120_000

    static func waits(_ waits: [Int], of profile: String) throws(DispenserProfileError) {
        for wait in waits where !(1...longestWait).contains(wait) {
            throw DispenserProfileError(
                profile: profile, value: "\(wait) ms", bound: "1…\(longestWait)")
        }
    }

    static func speeds(_ speeds: [Int], of profile: String) throws(DispenserProfileError) {
        guard !speeds.isEmpty else {
            throw DispenserProfileError(profile: profile, value: "speeds", bound: "at least one")
        }
    }

    /// Text that a unit says of itself.
    static func identity(_ text: String, of profile: String) throws(DispenserProfileError) {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw DispenserProfileError(
                profile: profile, value: "identity \"\(text)\"", bound: "printable ASCII")
        }
    }
}
