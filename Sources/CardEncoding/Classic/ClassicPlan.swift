package import CampusCard
package import CardPrimitives

/// Everything that one blank needs to become one card. It lives for one case.
package struct ClassicPlan: Sendable, CustomStringConvertible {
    package let uid: CardUID
    package let profile: ClassicProfile
    package let record: ClassicRecord
    /// Of the campus's sector.
    package let keys: ClassicSectorKeys
    /// Of the directory's sector.
    package let directoryKeys: ClassicSectorKeys

    /// - Parameter directoryWriting: key B of the directory.
    package init(
        uid: CardUID, profile: ClassicProfile, record: ClassicRecord, keys: ClassicSectorKeys,
        directoryWriting: SecretKey
    ) {
        self.uid = uid
        self.profile = profile
        self.record = record
        self.keys = keys
        directoryKeys = .directory(b: directoryWriting)
    }

    package var description: String { "ClassicPlan(\(uid))" }
}
