package import CampusCard
package import CardPrimitives

/// Reads a card as a terminal does, with key 1. See `CardJob` for how to drive it.
package typealias ReadCard = CardJob<ReadCardProcedure>

extension CardJob where Procedure == ReadCardProcedure {
    /// - Parameters:
    ///   - uid: the card that the key was derived for; another card is refused.
    ///   - readingKey: application key 1 of that card.
    package init(
        uid: CardUID, readingKey: SecretKey, profile: CardProfile, random: any RandomSource
    ) {
        self.init(
            procedure: ReadCardProcedure(uid: uid, readingKey: readingKey, profile: profile),
            random: random)
    }
}

/// The two files of a card, under its MAC. Personal: the description shows the UID only.
package struct CardContents: Hashable, Sendable, CustomStringConvertible {
    package let uid: CardUID
    /// The identity file, for `IdentityRecord.decode`.
    package let identity: [UInt8]
    /// The status file, for `StatusRecord.decode`.
    package let status: [UInt8]

    package init(uid: CardUID, identity: [UInt8], status: [UInt8]) {
        self.uid = uid
        self.identity = identity
        self.status = status
    }

    package var description: String { "CardContents(\(uid), withheld)" }
}

/// GetVersion, our application, key 1, both files.
package struct ReadCardProcedure: CardProcedure {
    package typealias Facts = CardContents

    /// The steps of a terminal.
    package enum Step: String, Hashable, Sendable, CaseIterable {
        case readVersion, selectApplication, openForReading, readIdentity, readStatus
    }

    private let uid: CardUID
    private let readingKey: SecretKey
    private let profile: CardProfile
    package private(set) var knowledge = CardKnowledge()
    private var identity: [UInt8] = []
    private var product: CardProduct?

    package init(uid: CardUID, readingKey: SecretKey, profile: CardProfile) {
        self.uid = uid
        self.readingKey = readingKey
        self.profile = profile
    }

    package mutating func begin() -> Step { .readVersion }

    package func checkpoint(before step: Step) -> EncodingCheckpoint? { nil }

    package mutating func willSend(_ step: Step) {}

    package func operation(of step: Step) -> CardOperation {
        switch step {
        case .readVersion: .command(.readVersion)
        case .selectApplication: .command(.select(profile.applicationID))
        case .openForReading:
            .authenticate(
                product.scheme, keyNumber: profile.keys.reading, key: readingKey)
        case .readIdentity: .command(.read(profile.identity, isWhole: product.takesWholeFrames))
        case .readStatus: .command(.read(profile.status, isWhole: product.takesWholeFrames))
        }
    }

    package mutating func answered(_ step: Step, _ answer: [UInt8]) -> ProcedureMove<Self> {
        switch step {
        case .readVersion:
            return knowledge.identify(
                answer, as: uid, profile: profile, into: &product, then: .selectApplication)
        case .selectApplication:
            return .proceed(.openForReading)
        case .openForReading:
            return .proceed(.readIdentity)
        case .readIdentity:
            identity = answer
            return .proceed(.readStatus)
        case .readStatus:
            return .done(CardContents(uid: uid, identity: identity, status: answer))
        }
    }

    package mutating func refused(_ step: Step, _ status: StatusWord) -> ProcedureMove<Self>? {
        step == .selectApplication && status == .applicationNotFound
            ? .reject(.noApplication) : nil
    }
}

extension CardKnowledge {
    /// Takes note of the UID and the product in an answer to GetVersion, when it is the expected card's.
    mutating func identify<Procedure>(
        _ answer: [UInt8], as uid: CardUID, profile: CardProfile, into product: inout CardProduct?,
        then step: Procedure.Step
    ) -> ProcedureMove<Procedure> {
        do throws(CardRejection) {
            guard let found = try CardProduct.read(answer, profile: profile) else {
                return .disbelieve
            }
            guard found.uid == uid else { throw .otherCard(found: found.uid) }
            self.uid = uid
            product = found
            return .proceed(step)
        } catch {
            return .reject(error)
        }
    }
}
