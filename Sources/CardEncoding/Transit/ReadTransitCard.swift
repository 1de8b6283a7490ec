package import CampusCard
package import CardPrimitives

/// Reads the number of a transit card or of a card in a phone. See `CardJob` for how to drive it.
package typealias ReadTransitCard = CardJob<ReadTransitProcedure>

extension CardJob where Procedure == ReadTransitProcedure {
    /// - Parameter applications: those that the campus takes, the likeliest first; never none.
    package init(applications: [TransitApplication], random: any RandomSource) {
        self.init(procedure: ReadTransitProcedure(applications: applications), random: random)
    }
}

/// One application after the other until the card has one, and its number.
package struct ReadTransitProcedure: CardProcedure {
    package typealias Conversation = TransitDialogue
    package typealias Facts = TransitNumber

    /// The steps of a reader.
    package enum Step: String, Hashable, Sendable, CaseIterable {
        case selectApplication, readNumber
    }

    /// Applications that a campus may take.
    package static let applicationLimit = 8

    private let applications: [TransitApplication]
    private var index = 0
    package let knowledge = CardKnowledge()

    /// - Precondition: 1 to 8 applications.
    package init(applications: [TransitApplication]) {
        precondition(
            (1...Self.applicationLimit).contains(applications.count),
            "\(applications.count) applications are not 1 to \(Self.applicationLimit)")
        self.applications = applications
    }

    package mutating func begin() -> Step {
        index = 0
        return .selectApplication
    }

    package func checkpoint(before step: Step) -> EncodingCheckpoint? { nil }

    package mutating func willSend(_ step: Step) {}

    package func operation(of step: Step) -> TransitOperation {
        let application = applications[index]
        return switch step {
        case .selectApplication: .select(application.identifier)
        case .readNumber:
            .read(
                file: application.file, offset: application.offset, length: application.length)
        }
    }

    package mutating func answered(_ step: Step, _ answer: [UInt8]) -> ProcedureMove<Self> {
        switch step {
        case .selectApplication: return .proceed(.readNumber)
        case .readNumber:
            let application = applications[index]
            // A card that takes only the length of all that is left gives more than the number.
            guard answer.count >= Int(application.length) else { return .disbelieve }
            let number = Array(answer.prefix(Int(application.length)))
            return TransitNumber(number, of: application).map { .done($0) } ?? .reject(.noNumber)
        }
    }

    package mutating func refused(_ step: Step, _ status: StatusWord) -> ProcedureMove<Self>? {
        guard step == .selectApplication, status == .fileNotFound else { return nil }
        index += 1
        return index < applications.count ? .proceed(.selectApplication) : .reject(.noApplication)
    }
}
