import CampusCard
import CardEncoding
import CardPrimitives
import Testing

@testable import VirtualChips

/// One FMCOS card of profile B.
enum FMCOSFixture {
    static let uid = CardUID([0x5A, 0x01, 0x02, 0x03])
    static let name = [UInt8]("CAMPUS".utf8)

    static func profile(hasPurse: Bool = true) -> FMCOSProfile {
        FMCOSProfile(applicationName: name, hasPurse: hasPurse)
    }

    static let keys = FMCOSKeySet(
        cardMaster: key(0xA0), applicationMaster: key(0x10), reading: key(0x20), line: key(0x30),
        proving: key(0x40), load: key(0x50), purchase: key(0x60))

    private static func key(_ first: UInt8) -> SecretKey { SecretKey(CardFixture.key(first)) }

    static func plan(hasPurse: Bool = true) throws -> FMCOSPersonalisationPlan {
        let (record, seal) = try IdentityRecord.decode(CardFixture.identity(), as: .standard)
        return FMCOSPersonalisationPlan(
            uid: try #require(uid), profile: profile(hasPurse: hasPurse), keys: keys,
            identity: record, seal: seal, status: try CardFixture.status())
    }

    static func blank(uid: CardUID? = uid) throws -> VirtualFMCOS {
        VirtualFMCOS(memory: FMCOSMemory(uid: try #require(uid)), random: SeededRandom(31))
    }

    static func reading() throws -> ReadFMCOSCard {
        ReadFMCOSCard(
            uid: try #require(uid), keys: keys, profile: profile(), random: SeededRandom(32))
    }

    static func update(unblocks: Bool = false) throws -> FMCOSUpdatePlan {
        FMCOSUpdatePlan(
            uid: try #require(uid), profile: profile(), keys: keys,
            old: try CardFixture.status(), new: try CardFixture.status(flag: .stopped, counter: 2),
            unblocks: unblocks)
    }
}

/// The reader itself answers for the UID.
extension VirtualFMCOS: BenchChip {
    func answer(_ apdu: [UInt8]) -> [UInt8] {
        apdu.first == 0xFF ? uid.bytes + [0x90, 0x00] : transmit(apdu)
    }
}

typealias FMCOSBench = ChipBench<VirtualFMCOS>
