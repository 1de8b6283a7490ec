package import CampusCard

/// What is to be done with a single card, which decides what its job's file must hold.
package enum CardDeskPurpose: Hashable, Sendable, CaseIterable {
    case encode, read, update
}

/// A job on a single card at a technician's desk, with the keys of that card: a secret file.
package struct CardDeskJob<Keys: CardDeskKeys>: Sendable, CustomStringConvertible {
    package let uid: CardUID
    package let keys: Keys
    package let identity: SealedIdentity?
    /// What the card holds, or is to hold once it is encoded.
    package let status: StatusRecord?
    /// What an update writes.
    package let newStatus: StatusRecord?

    package var description: String { "CardDeskJob(\(uid), withheld)" }

    /// Reads all of it, or nothing.
    static func read(
        _ reader: SectionReader, for purpose: CardDeskPurpose, uid: ConfigurationKey<CardUID>,
        keys: (SectionReader) -> Keys?
    ) -> CardDeskJob? {
        let uid = reader.read(uid)
        let keys = reader.section("keys", keys)
        let identity = reader.optionalSection("identity") { SealedIdentity($0) }
        let status = reader.optionalSection("status") { StatusRecord($0) }
        let newStatus = reader.optionalSection("newStatus") { StatusRecord($0) }
        guard let uid, let keys, let identity, let status, let newStatus else { return nil }
        let job = CardDeskJob(
            uid: uid, keys: keys, identity: identity, status: status, newStatus: newStatus)
        job.require(for: purpose, reader)
        return job
    }

    private func require(for purpose: CardDeskPurpose, _ reader: SectionReader) {
        func need(_ isThere: Bool, _ name: String) {
            reader.require(isThere, name, value: "left out", "there for this command")
        }
        switch purpose {
        case .encode:
            need(identity != nil, "identity")
            need(status != nil, "status")
        case .update:
            need(status != nil, "status")
            need(newStatus != nil, "newStatus")
        case .read: break
        }
    }
}

/// An identity with the store's seal on it.
package struct SealedIdentity: Hashable, Sendable {
    package let record: IdentityRecord
    package let seal: CardSeal
}
