import CampusCard

/// How it is known where the card of a case went. The order is the weight (design §4): the first outweighs the last.
package enum EvidenceKind: String, Hashable, Sendable, CaseIterable {
    /// The card proved at a terminal, with its own keys, that it is the one of its UID.
    case authenticatedUse
    /// Somebody read its UID and found it in the bin, or elsewhere inside the machine.
    case foundInBin
    /// A counter or a sensor changed while the kiosk was powered and awake.
    case seenLive
    /// The cards in the bin were counted.
    case counted
    /// A person decided.
    case person

    /// 1 is the strongest.
    package var rank: Int {
        switch self {
        case .authenticatedUse: 1
        case .foundInBin: 2
        case .seenLive: 3
        case .counted: 4
        case .person: 5
        }
    }

    /// What evidence of this kind can say. A count never says that a card was taken: only a use or a transition that was
    /// seen does.
    var possibleFates: Set<CardFate> {
        switch self {
        case .authenticatedUse: [.taken]
        case .foundInBin: [.retained]
        case .seenLive, .person: [.taken, .retained]
        case .counted: [.retained, .notInBin, .undecided]
        }
    }
}

/// What evidence says of the card of a case.
package enum CardFate: String, Hashable, Sendable, CaseIterable {
    /// The student has it.
    case taken
    /// It is inside the machine.
    case retained
    /// It is not in the bin; that does not say who has it.
    case notInBin
    /// The evidence fits more than one card.
    case undecided
}

/// One piece of evidence about the card of a case.
struct Evidence {
    let kind: EvidenceKind
    let fate: CardFate
    /// The terminal, the kiosk or the person that it comes from.
    let source: String
    /// A sentence for whoever has to judge.
    let note: String

    init(_ kind: EvidenceKind, _ fate: CardFate, source: String, note: String) {
        precondition(
            kind.possibleFates.contains(fate), "Evidence says what its kind can never show")
        self.kind = kind
        self.fate = fate
        self.source = source
        self.note = note
    }
}

extension Evidence {
    static func used(at terminal: TerminalID) -> Evidence {
        Evidence(
            .authenticatedUse, .taken, source: terminal.text,
            note: "the card was used at terminal \(terminal)")
    }

    static func found(by who: String, where place: String) -> Evidence {
        Evidence(.foundInBin, .retained, source: who, note: "\(who) found the card: \(place)")
    }

    /// What a kiosk says of a card that left it.
    static func delivered(_ evidence: DeliveryEvidence, by kiosk: KioskID) -> Evidence {
        switch evidence {
        case .takenSeenLive:
            Evidence(
                .seenLive, .taken, source: kiosk.text,
                note: "\(kiosk) saw the card being taken")
        case .firstUse:
            Evidence(
                .authenticatedUse, .taken, source: kiosk.text, note: "\(kiosk) saw the card in use")
        }
    }

    static func retained(by kiosk: KioskID) -> Evidence {
        Evidence(
            .seenLive, .retained, source: kiosk.text, note: "\(kiosk) took the card into its bin")
    }

    static func decided(_ fate: CardFate, by who: String, why: String) -> Evidence {
        Evidence(.person, fate, source: who, note: why)
    }
}
