/// A key as the documentation shows it.
package struct KeyDescription: Hashable, Sendable {
    /// The whole path, for example `store.port`.
    package let path: String
    package let bound: String
    /// Nil when the key must be there.
    package let fallback: String?
    package let about: String
}
