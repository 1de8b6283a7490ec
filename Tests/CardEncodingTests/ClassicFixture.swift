import CampusCard
import CardEncoding
import CardPrimitives
import Testing

@testable import VirtualChips

extension VirtualClassic: BenchChip {
    func answer(_ apdu: [UInt8]) -> [UInt8] { transmit(apdu) }
}

typealias ClassicBench = ChipBench<VirtualClassic>

/// One MIFARE Classic card of profile C.
enum ClassicFixture {
    static let uid = CardUID([0x12, 0x34, 0x56, 0x78])
    static let profile = ClassicProfile(sector: 7, application: 0x4801)
    static let keys = ClassicSectorKeys(a: key(0xA0), b: key(0xB0))
    static let directoryWriting = key(0xC0)

    static func key(_ first: UInt8) -> SecretKey { SecretKey((0..<6).map { first + $0 }) }

    static func record(issue: UInt16 = 3) throws -> ClassicRecord {
        ClassicRecord(
            cardNumber: CardNumber(20_230_017), issueNumber: IssueNumber(issue),
            seal: try #require(CardSeal([1, 2, 3, 4, 5, 6, 7, 8])))
    }

    static func plan(issue: UInt16 = 3) throws -> ClassicPlan {
        ClassicPlan(
            uid: try #require(uid), profile: profile, record: try record(issue: issue), keys: keys,
            directoryWriting: directoryWriting)
    }

    static func blank(uid: CardUID? = uid) throws -> VirtualClassic {
        VirtualClassic(memory: ClassicMemory(uid: try #require(uid)))
    }

    static func reading(_ key: SecretKey = keys.a) throws -> ReadClassicCard {
        ReadClassicCard(
            uid: try #require(uid), profile: profile, readingKey: key, random: SeededRandom(1))
    }
}

/// What a MIFARE Classic card really holds, looked up in its memory behind the job's back.
struct ClassicTruth {
    private let memory: ClassicMemory
    private let plan: ClassicPlan

    init(_ chip: VirtualClassic, _ plan: ClassicPlan) {
        memory = chip.memory
        self.plan = plan
    }

    private var sector: Int { plan.profile.sector }

    private func keyB(_ sector: Int) -> SecretKey {
        SecretKey(Array(memory.blocks[sector * 4 + 3][10...]))
    }

    var isWritten: Bool {
        memory.blocks[sector * 4] == plan.record.block
            && memory.blocks[sector * 4 + 1] == plan.record.block
    }

    var hasOurKeys: Bool { keyB(sector) == plan.keys.b && !memory.lostSectors.contains(sector) }

    var hasDirectory: Bool {
        var directory = ClassicDirectory()
        directory.applications[sector - 1] = plan.profile.application
        return memory.blocks[1] + memory.blocks[2] == directory.blocks
            && keyB(0) == plan.directoryKeys.b && !memory.lostSectors.contains(0)
    }

    var isWhole: Bool { isWritten && hasOurKeys && hasDirectory }

    /// Sectors that no key opens any more.
    var lostSectors: Set<Int> { memory.lostSectors }

    /// Every block but those of the campus and of the directory is as the maker left it.
    var leavesTheRestAlone: Bool {
        let blank = ClassicMemory(uid: memory.uid)
        return memory.blocks.indices.allSatisfy { block in
            [0, sector].contains(block / 4) || memory.blocks[block] == blank.blocks[block]
        } && memory.blocks[0] == blank.blocks[0]
    }
}
