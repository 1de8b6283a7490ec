/// The machine's USB plugs: which device a hand can pull from the bus.
package enum Plug: String, Hashable, Sendable, Codable, CaseIterable {
    case dispenser
    /// The reader inside, over the read position.
    case reader
    /// The reader that faces the student.
    case counter
}
