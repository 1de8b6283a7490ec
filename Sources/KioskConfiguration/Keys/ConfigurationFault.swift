/// One thing that is wrong with a configuration file.
package struct ConfigurationFault: Error, Hashable, Sendable, CustomStringConvertible {
    package let file: String
    /// Counted from 1; nil when something is missing.
    package let line: Int?
    /// The path of the key, for example `store.port`; empty for the file as a whole.
    package let key: String
    package let kind: Kind
    /// What the value must be.
    package let bound: String

    /// How the file breaks the bound.
    package enum Kind: Hashable, Sendable {
        case notJSON
        case missing
        case unknown
        /// The value as the file has it, shortened.
        case outOfBounds(value: String)
    }

    package var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return switch kind {
        case .notJSON: "\(place): this is not JSON as a configuration needs it; expected \(bound)"
        case .missing: "\(place): \(key) is missing; it must be \(bound)"
        case .unknown: "\(place): \(key) is unknown; the keys here are \(bound)"
        case .outOfBounds(let value): "\(place): \(key) is \(value); it must be \(bound)"
        }
    }
}

/// Everything that is wrong with a configuration, at once.
package struct ConfigurationFaults: Error, Hashable, Sendable {
    /// Never empty; in the order of the keys.
    package let faults: [ConfigurationFault]
}
