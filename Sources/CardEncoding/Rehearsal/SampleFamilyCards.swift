package import CampusCard
import CardPrimitives

extension FMCOSPersonalisationPlan {
    /// A card of this profile that no campus issued.
    package static func sample(
        _ uid: CardUID, _ profile: FMCOSProfile
    ) throws -> FMCOSPersonalisationPlan {
        func key(_ first: UInt8) -> SecretKey { SecretKey(SampleHolder.key(from: first)) }
        return FMCOSPersonalisationPlan(
            uid: uid, profile: profile,
            keys: FMCOSKeySet(
                cardMaster: key(0xA0), applicationMaster: key(0x10), reading: key(0x20),
                line: key(0x30), proving: key(0x40), load: key(0x50), purchase: key(0x60)),
            identity: try SampleHolder.identity(), seal: try SampleHolder.seal(),
            status: try SampleHolder.status(counter: 1))
    }
}

extension ClassicPlan {
    /// A card of this profile that no campus issued.
    package static func sample(_ uid: CardUID, _ profile: ClassicProfile) throws -> ClassicPlan {
        func key(_ first: UInt8) -> SecretKey {
            SecretKey(SampleHolder.key(from: first, bytes: UInt8(ClassicLayout.keyLength)))
        }
        let identity = try SampleHolder.identity()
        return ClassicPlan(
            uid: uid, profile: profile,
            record: ClassicRecord(
                cardNumber: identity.cardNumber, issueNumber: identity.issueNumber,
                seal: try SampleHolder.seal()),
            keys: ClassicSectorKeys(a: key(0xA0), b: key(0xB0)), directoryWriting: key(0xD0))
    }
}
