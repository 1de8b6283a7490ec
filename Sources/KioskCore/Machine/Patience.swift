/// How long a page waits for its reader: a quiet time, then a warning with a countdown, then the end. The reader can ask
/// for more time, often enough for anybody, but not for ever (K11; WCAG 2.2.1 asks for ten).
package struct Patience: Hashable, Sendable {
    /// The most extensions on one page.
    package static let extensionLimit = 10

    /// Saturates at the limit.
    package let extensions: Int
    /// The countdown is on the screen.
    package let warned: Bool

    package static let fresh = Patience(extensions: 0, warned: false)

    /// The countdown has begun.
    var warning: Patience { Patience(extensions: extensions, warned: true) }

    /// The reader asked for more time; nil when the extensions are used up.
    var extended: Patience? {
        guard extensions < Self.extensionLimit else { return nil }
        return Patience(extensions: extensions + 1, warned: false)
    }
}
