import CampusCard
import CardEncoding
import CardPrimitives

@testable import VirtualChips

/// What a chip really holds, looked up in its memory behind the job's back.
struct CardTruth {
    private let memory: ChipMemory
    private let identity: [UInt8]
    private let status: [UInt8]

    init(_ chip: VirtualDESFire, identity: [UInt8], status: [UInt8]) {
        memory = chip.memory
        self.identity = identity
        self.status = status
    }

    func file(_ number: UInt8) -> [UInt8]? {
        for application in memory.applications {
            for file in application.files where file.number == number {
                if case .backup(let bytes) = file.content { return bytes }
            }
        }
        return nil
    }

    /// Neither file shows anything.
    var isEmpty: Bool {
        [file(1), file(2)].allSatisfy { $0?.allSatisfy { $0 == 0 } ?? true }
    }

    /// Both files show the plan's contents.
    var isWritten: Bool { file(1) == identity && file(2) == status }

    /// Both files are new or both are empty.
    var isNeverMixed: Bool { isEmpty || isWritten }

    var hasOurKey: Bool { memory.masterKey.version == CardFixture.generation }

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
            case .unknown, .committing: isNeverMixed
            case .unchanged: isEmpty
            case .written: isWritten
            }
        return keyHolds && contentsHold
    }
}
