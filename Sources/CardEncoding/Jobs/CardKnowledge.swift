package import CampusCard

/// What a job has learned of the card when it ends, however it ends.
package struct CardKnowledge: Hashable, Sendable, Codable {
    /// Whose the card's master key is.
    package enum MasterKey: String, Hashable, Sendable, Codable, CaseIterable {
        case unknown
        /// The maker's key: the card is as it came.
        case transport
        /// A change was sent and its outcome is not known.
        case changing
        /// Ours: proven by an authentication.
        case ours
    }

    /// Whether the card shows the contents that the job is to write.
    package enum Contents: String, Hashable, Sendable, Codable, CaseIterable {
        /// Not looked at. No commit was sent in this run; one of an earlier run would have a
        /// journal row.
        case unknown
        /// Proven: the card holds what it held before the job, a blank nothing.
        case unchanged
        /// A commit was sent and the card was not read since: old or new, never a mixture.
        case committing
        /// Proven by reading back: the card holds the new contents.
        case written
    }

    /// The UID that the card gave of itself, once it has.
    package var uid: CardUID?
    package var masterKey: MasterKey
    package var contents: Contents

    package init(
        uid: CardUID? = nil, masterKey: MasterKey = .unknown, contents: Contents = .unknown
    ) {
        self.uid = uid
        self.masterKey = masterKey
        self.contents = contents
    }

    /// Whether this run may have put contents on the card that anybody can read.
    package var mayShowNewContents: Bool {
        switch contents {
        case .unknown, .unchanged: false
        case .committing, .written: true
        }
    }
}
