/// A hand's or a technician's act that the machine's state does not allow, and what to do instead.
package struct MachineRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    package let reason: String
    package let remedy: String

    package init(_ reason: String, remedy: String) {
        self.reason = reason
        self.remedy = remedy
    }

    package var description: String { "\(reason); \(remedy)" }
}
