/// What an APDU is for: the step of a job that it belongs to, such as `writeIdentity`. A fact for
/// journal and trace, without bytes.
package struct EncodingStep: Hashable, Sendable, Codable, CustomStringConvertible {
    package let name: String

    package init(_ step: some RawRepresentable<String>) {
        name = step.rawValue
    }

    package var description: String { name }
}

/// A moment that the journal must have on disk before the job goes on, because what follows cannot
/// be undone.
package enum EncodingCheckpoint: String, Hashable, Sendable, Codable, CaseIterable {
    /// The card's master key is about to become ours (`C4 80`).
    case masterKeyChange
    /// The application's key 0 is about to become ours: the mark that its structure is complete
    /// (`C4 00`).
    case structureComplete
    /// Contents are about to become visible (`C7`). Without this row no contents ever reached the
    /// card.
    case contentsCommit
}
