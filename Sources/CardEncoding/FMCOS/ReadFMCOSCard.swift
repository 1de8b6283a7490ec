package import CampusCard
package import CardPrimitives

/// Reads an FMCOS card as a terminal does. See `CardJob` for how to drive it.
package typealias ReadFMCOSCard = CardJob<ReadFMCOSProcedure>

extension CardJob where Procedure == ReadFMCOSProcedure {
    package init(
        uid: CardUID, keys: FMCOSKeySet, profile: FMCOSProfile, random: any RandomSource
    ) {
        self.init(
            procedure: ReadFMCOSProcedure(uid: uid, keys: keys, profile: profile), random: random)
    }
}

/// What an FMCOS card holds. Personal: the description shows the UID only.
package struct FMCOSContents: Hashable, Sendable, CustomStringConvertible {
    package let uid: CardUID
    /// For `IdentityRecord.decode`.
    package let identity: [UInt8]
    package let status: StatusRecord
    /// In fen; nil on a card without a purse.
    package let balance: UInt32?

    package init(
        uid: CardUID, identity: [UInt8], status: StatusRecord, balance: UInt32?
    ) {
        self.uid = uid
        self.identity = identity
        self.status = status
        self.balance = balance
    }

    package var description: String { "FMCOSContents(\(uid), withheld)" }
}

/// UID, our application, the card's proof of its key, and only then the reading key, once: a key
/// that is not taken costs a try.
package struct ReadFMCOSProcedure: CardProcedure {
    package typealias Facts = FMCOSContents
    package typealias Conversation = FMCOSDialogue

    /// The steps of a terminal.
    package enum Step: String, Hashable, Sendable, CaseIterable {
        case readUID, selectApplication, proveCard, openForReading, readIdentity, readStatus
        case readBalance
    }

    private let uid: CardUID
    private let keys: FMCOSKeySet
    private let profile: FMCOSProfile
    package private(set) var knowledge = CardKnowledge()
    private var identity: [UInt8] = []
    private var status: StatusRecord?

    package init(uid: CardUID, keys: FMCOSKeySet, profile: FMCOSProfile) {
        self.uid = uid
        self.keys = keys
        self.profile = profile
    }

    package mutating func begin() -> Step { .readUID }

    package func checkpoint(before step: Step) -> EncodingCheckpoint? { nil }

    package mutating func willSend(_ step: Step) {}

    package func operation(of step: Step) -> FMCOSOperation {
        switch step {
        case .readUID: .plain(.readUID)
        case .selectApplication: .plain(.select(profile))
        case .proveCard: .prove(keyNumber: 0, keys.proving)
        case .openForReading: .authenticate(keyNumber: 1, keys.reading)
        case .readIdentity:
            .plain(.read(profile.identityFile, length: profile.identity.length))
        case .readStatus: .plain(.read(profile.statusFile, length: 2 * profile.status.length))
        case .readBalance: .plain(.readBalance)
        }
    }

    package mutating func answered(_ step: Step, _ answer: [UInt8]) -> ProcedureMove<Self> {
        switch step {
        case .readUID: return knowledge.identify(answer, as: uid, then: .selectApplication)
        case .selectApplication: return .proceed(.proveCard)
        case .proveCard: return .proceed(.openForReading)
        case .openForReading: return .proceed(.readIdentity)
        case .readIdentity:
            identity = answer
            return .proceed(.readStatus)
        case .readStatus:
            guard let copies = StatusCopies(answer, profile.status) else {
                return .reject(.noStatus)
            }
            status = copies.current
            return profile.hasPurse ? .proceed(.readBalance) : finish(balance: nil)
        case .readBalance:
            return answer.count == 4 ? finish(balance: PurseLoad.number(answer)) : .disbelieve
        }
    }

    package mutating func refused(_ step: Step, _ status: StatusWord) -> ProcedureMove<Self>? {
        .refusal(status, selecting: step == .selectApplication)
    }

    private func finish(balance: UInt32?) -> ProcedureMove<Self> {
        guard let status else { return .disbelieve }
        return .done(
            FMCOSContents(uid: uid, identity: identity, status: status, balance: balance))
    }
}

extension CardKnowledge {
    /// Takes note of a reader's UID, when it is the expected card's.
    mutating func identify<Procedure>(
        _ answer: [UInt8], as uid: CardUID, then step: Procedure.Step
    ) -> ProcedureMove<Procedure> {
        guard let found = CardUID(answer) else { return .disbelieve }
        guard found == uid else { return .reject(.otherCard(found: found)) }
        self.uid = uid
        return .proceed(step)
    }
}

extension ProcedureMove where Procedure.Conversation == FMCOSDialogue {
    /// What a refusal means at any step of a finished card: a key that was not taken is never tried
    /// again, and an application that is not there is not ours.
    static func refusal(_ status: StatusWord, selecting: Bool) -> ProcedureMove? {
        if status.triesLeft != nil || [.wrongLineMAC, .wrongMAC, .keyLocked].contains(status) {
            return .reject(.keyNotTaken(triesLeft: status.triesLeft))
        }
        if selecting, status == .fileNotFound { return .reject(.noApplication) }
        if status == .notSupported { return .reject(.blocked) }
        return nil
    }
}
