import CampusCard

/// GetVersion, the master key's version, the list of applications where it is free, and the version
/// of our application's key 0 where that exists. Refuses what is no blank of profile A.
package struct InspectBlankProcedure: CardProcedure {
    package typealias Facts = BlankIdentity

    /// The questions to a card without a key.
    package enum Step: String, Hashable, Sendable, CaseIterable {
        case readVersion, readSignature, selectCard, readCardKeyVersion, listApplications
        case findApplication, readApplicationKeyVersion
    }

    private let profile: CardProfile
    private let transportVersion: UInt8
    private let generation: UInt8
    package private(set) var knowledge = CardKnowledge()
    private var product: CardProduct?
    private var cardKeyVersion: UInt8?

    /// - Precondition: the two versions differ, or nobody could tell a blank from a card.
    package init(profile: CardProfile, transportVersion: UInt8, generation: UInt8) {
        precondition(
            transportVersion != generation, "blanks and our cards have the same key version")
        self.profile = profile
        self.transportVersion = transportVersion
        self.generation = generation
    }

    package mutating func begin() -> Step { .readVersion }

    package func checkpoint(before step: Step) -> EncodingCheckpoint? { nil }

    package mutating func willSend(_ step: Step) {}

    package func operation(of step: Step) -> CardOperation {
        switch step {
        case .readVersion: .command(.readVersion)
        case .readSignature: .command(.readSignature)
        case .selectCard: .command(.select(.card))
        case .readCardKeyVersion, .readApplicationKeyVersion: .command(.keyVersion(of: 0))
        case .listApplications: .command(.listApplications)
        case .findApplication: .command(.select(profile.applicationID))
        }
    }

    package mutating func answered(_ step: Step, _ answer: [UInt8]) -> ProcedureMove<Self> {
        switch step {
        case .readVersion:
            return identify(answer)
        case .readSignature:
            return profile.isOriginal(product?.uid.bytes ?? [], signature: answer)
                ? .proceed(.selectCard) : .reject(.notOriginal)
        case .selectCard:
            return .proceed(.readCardKeyVersion)
        case .readCardKeyVersion:
            guard answer.count == 1 else { return .disbelieve }
            guard [transportVersion, generation].contains(answer[0]) else {
                return .reject(.foreignKey(version: answer[0]))
            }
            cardKeyVersion = answer[0]
            return .proceed(.listApplications)
        case .listApplications:
            guard answer.isEmpty || answer == profile.applicationID.sent else {
                return .reject(.foreignApplications(count: answer.count / 3))
            }
            return .proceed(.findApplication)
        case .findApplication:
            return .proceed(.readApplicationKeyVersion)
        case .readApplicationKeyVersion:
            return conclude(answer == [generation] ? .issued : .begun)
        }
    }

    package mutating func refused(_ step: Step, _ status: StatusWord) -> ProcedureMove<Self>? {
        if step == .listApplications, status == .permissionDenied || status == .authenticationError
        {
            // A finished card of ours lists nothing freely; neither does a half-finished one of a
            // stranger.
            return .proceed(.findApplication)
        }
        // EV1 knows no such command. A chip that was only disturbed is asked again.
        if step == .readSignature, status == .illegalCommand { return .reject(.notOriginal) }
        if step == .findApplication, status == .applicationNotFound {
            return conclude(cardKeyVersion == transportVersion ? .fresh : .begun)
        }
        return nil
    }

    private mutating func identify(_ answer: [UInt8]) -> ProcedureMove<Self> {
        do throws(CardRejection) {
            guard let product = try CardProduct.read(answer, profile: profile) else {
                return .disbelieve
            }
            knowledge.uid = product.uid
            self.product = product
            return .proceed(profile.makerKeys.isEmpty ? .selectCard : .readSignature)
        } catch {
            return .reject(error)
        }
    }

    private func conclude(_ finding: BlankIdentity.Finding) -> ProcedureMove<Self> {
        guard let product else { return .disbelieve }
        if cardKeyVersion == transportVersion, finding != .fresh {
            // Our application under the maker's key: not made by this system.
            return .reject(.foreignApplications(count: 1))
        }
        return .done(BlankIdentity(product: product, finding: finding))
    }
}
