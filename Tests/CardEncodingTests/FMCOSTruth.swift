import CampusCard
import CardEncoding
import CardPrimitives

@testable import VirtualChips

/// What an FMCOS card really holds, looked up in its memory behind the job's back.
struct FMCOSTruth {
    private let memory: FMCOSMemory
    private let plan: FMCOSPersonalisationPlan

    init(_ chip: VirtualFMCOS, _ plan: FMCOSPersonalisationPlan) {
        memory = chip.memory
        self.plan = plan
    }

    private var application: FMCOSDirectory? { memory.root.applications.first }

    private func file(_ number: UInt8) -> FMCOSFile? {
        application?.files.first { $0.identifier == UInt16(number) }
    }

    private func bytes(_ number: UInt8) -> [UInt8]? {
        guard let file = file(number), case .binary(let bytes) = file.content else { return nil }
        return bytes
    }

    var showsNoIdentity: Bool {
        bytes(plan.profile.identityFile)?.allSatisfy { $0 == 0 } ?? true
    }

    /// Whoever reads it has shown a key of ours.
    var hidesIdentity: Bool {
        guard !showsNoIdentity, let file = file(plan.profile.identityFile) else { return true }
        return file.readRight == 0xA1 && application?.keyFile?.keys.count ?? 0 >= 4
    }

    var isWritten: Bool {
        bytes(plan.profile.identityFile) == plan.identity && status == plan.status
    }

    var status: StatusRecord? {
        StatusCopies(bytes(plan.profile.statusFile) ?? [], plan.profile.status)?.current
    }

    var rootKey: FMCOSKey? { memory.root.keyFile?.keys.first }

    var hasOurKey: Bool { rootKey.map { SecretKey($0.bytes) } == plan.keys.cardMaster }

    /// Tries that each counted key has left of those that it began with, the fewest.
    var fewestTriesLeft: Int {
        let keys = (memory.root.keyFile?.keys ?? []) + (application?.keyFile?.keys ?? [])
        return keys.filter { [0x36, 0x39].contains($0.kind) }.map { Int($0.triesLeft) }.min() ?? 8
    }

    /// Whether what a job claims to know holds.
    func bears(out knowledge: CardKnowledge) -> Bool {
        let keyHolds =
            switch knowledge.masterKey {
            case .unknown, .changing: true
            case .transport: !hasOurKey
            case .ours: hasOurKey
            }
        let contentsHold =
            switch knowledge.contents {
            case .unknown, .committing: true
            case .unchanged: showsNoIdentity
            case .written: isWritten
            }
        return keyHolds && contentsHold
    }
}
