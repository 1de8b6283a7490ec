package import CampusCard
package import CardPrimitives

/// Reads a MIFARE Classic card of ours, as it is moved to another kind. See `CardJob` for how to drive it.
package typealias ReadClassicCard = CardJob<ReadClassicProcedure>

extension CardJob where Procedure == ReadClassicProcedure {
    /// - Parameter readingKey: key A of the campus's sector.
    package init(
        uid: CardUID, profile: ClassicProfile, readingKey: SecretKey, random: any RandomSource
    ) {
        self.init(
            procedure: ReadClassicProcedure(uid: uid, profile: profile, readingKey: readingKey),
            random: random)
    }
}

/// UID, key A once, the record, and its copy where the record was torn.
package struct ReadClassicProcedure: CardProcedure {
    package typealias Conversation = ClassicDialogue
    package typealias Facts = ClassicRecord

    /// The steps of a terminal.
    package enum Step: String, Hashable, Sendable, CaseIterable {
        case readUID, openForReading, readRecord, readCopy, forgetKey
    }

    private let uid: CardUID
    private let profile: ClassicProfile
    private let readingKey: SecretKey
    package private(set) var knowledge = CardKnowledge()
    private var record: ClassicRecord?

    package init(uid: CardUID, profile: ClassicProfile, readingKey: SecretKey) {
        self.uid = uid
        self.profile = profile
        self.readingKey = readingKey
    }

    package mutating func begin() -> Step { .readUID }

    package func checkpoint(before step: Step) -> EncodingCheckpoint? { nil }

    package mutating func willSend(_ step: Step) {}

    package func operation(of step: Step) -> ClassicOperation {
        switch step {
        case .readUID: .readUID
        case .openForReading:
            .authenticate(
                block: ClassicLayout.block(ClassicLayout.trailer, ofSector: profile.sector), .a,
                readingKey)
        case .readRecord: .read(block: ClassicLayout.block(0, ofSector: profile.sector))
        case .readCopy: .read(block: ClassicLayout.block(1, ofSector: profile.sector))
        case .forgetKey: .forgetKey
        }
    }

    package mutating func answered(_ step: Step, _ answer: [UInt8]) -> ProcedureMove<Self> {
        switch step {
        case .readUID: return knowledge.identify(answer, as: uid, then: .openForReading)
        case .openForReading: return .proceed(.readRecord)
        case .readRecord:
            record = ClassicRecord(block: answer)
            return .proceed(record == nil ? .readCopy : .forgetKey)
        case .readCopy:
            record = ClassicRecord(block: answer)
            return record == nil ? .reject(.noStatus) : .proceed(.forgetKey)
        case .forgetKey: return record.map { .done($0) } ?? .disbelieve
        }
    }

    package mutating func refused(_ step: Step, _ status: StatusWord) -> ProcedureMove<Self>? {
        step == .openForReading ? .reject(.keyNotTaken(triesLeft: nil)) : nil
    }
}
