package import CampusCard

/// A job on a single card at a technician's desk, with the keys of that card: a secret file.
package struct CardDeskJob: Hashable, Sendable, CustomStringConvertible {
    /// What is to be done, which decides what the file must hold.
    package enum Purpose: Hashable, Sendable, CaseIterable {
        case encode, read, update
    }

    package let uid: CardUID
    package let keys: CardKeyGrant
    package let identity: SealedIdentity?
    /// What the card holds, or is to hold once it is encoded.
    package let status: StatusRecord?
    /// What an update writes.
    package let newStatus: StatusRecord?

    package var description: String { "CardDeskJob(\(uid), withheld)" }

    /// - Parameters:
    ///   - bytes: the file's content.
    ///   - file: its name for complaints.
    /// - Throws: all that is wrong with it, or missing for the purpose. Keys are not shown.
    package static func read(
        _ bytes: [UInt8], file: String, for purpose: Purpose
    ) throws(ConfigurationFaults) -> CardDeskJob {
        try ConfigurationReport.read(bytes, file: file) { read($0, for: purpose) }
    }

    private static func read(_ reader: SectionReader, for purpose: Purpose) -> CardDeskJob? {
        let uid = reader.read(uidKey)
        let keys = reader.section("keys") { CardKeyGrant($0) }
        let identity = reader.optionalSection("identity") { SealedIdentity($0) }
        let status = reader.optionalSection("status") { StatusRecord($0) }
        let newStatus = reader.optionalSection("newStatus") { StatusRecord($0) }
        guard let uid, let keys, let identity, let status, let newStatus else { return nil }
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
        return CardDeskJob(
            uid: uid, keys: keys, identity: identity, status: status, newStatus: newStatus)
    }

    private static let uidKey = ConfigurationKey<CardUID>.text(
        "uid", "14 hex digits", "The card that the keys were made for."
    ) { text in
        CardUID(hex: text).flatMap { $0.bytes.count == 7 ? $0 : nil }
    }
}

/// An identity with the store's seal on it.
package struct SealedIdentity: Hashable, Sendable {
    package let record: IdentityRecord
    package let seal: CardSeal
}
