import CampusCard

/// What is special about a demo cardholder.
enum DemoKind: CaseIterable {
    case ordinary, firstFree, noMoney, exactMoney, frozen, replacedTwice
    case defaultWithIdentity, defaultWithoutIdentity, left, suspended, noCard, reportedLost
    case longName, rareName, rarestName

    /// The first cardholders are one of each kind; among the others one in four is in some trouble.
    static func of(_ index: Int, _ random: inout DemoRandom) -> DemoKind {
        if index <= allCases.count { return allCases[index - 1] }
        if random.below(4) > 0 { return random.below(3) == 0 ? .firstFree : .ordinary }
        return allCases[random.below(allCases.count)]
    }

    /// What happens at the kiosk.
    var note: String {
        switch self {
        case .ordinary: "ordinary: pays the fee, gets a card"
        case .firstFree: "first replacement, free"
        case .noMoney: "too little money for the fee"
        case .exactMoney: "has exactly the fee"
        case .frozen: "account frozen"
        case .replacedTwice: "replaced twice this term already"
        case .defaultWithIdentity: "default password, from the identity number: must change it"
        case .defaultWithoutIdentity: "default password, no identity number: must change it"
        case .left: "has left the school"
        case .suspended: "suspended"
        case .noCard: "never had a card"
        case .reportedLost: "card was reported lost before"
        case .longName: "name of 31 characters"
        case .rareName: "name with rare characters (Extension A)"
        case .rarestName: "name with rare characters (beyond the first plane)"
        }
    }

    var standing: Standing {
        switch self {
        case .left: .left
        case .suspended: .suspended
        case .ordinary, .firstFree, .noMoney, .exactMoney, .frozen, .replacedTwice,
            .defaultWithIdentity, .defaultWithoutIdentity, .noCard, .reportedLost, .longName,
            .rareName, .rarestName:
            .enrolled
        }
    }

    var hasDefaultPassword: Bool { self == .defaultWithIdentity || self == .defaultWithoutIdentity }

    /// How many days ago the cardholder had a replacement.
    var replacementDays: [Int] {
        switch self {
        case .firstFree, .noCard: []
        case .replacedTwice: [20, 50]
        case .ordinary, .noMoney, .exactMoney, .frozen, .defaultWithIdentity,
            .defaultWithoutIdentity, .left, .suspended, .reportedLost, .longName, .rareName,
            .rarestName:
            [400]
        }
    }

    /// From 1.00 to 4.99 without money, 20.00 exactly, else 50.00 to 299.99.
    func balance(_ random: inout DemoRandom) -> Money {
        switch self {
        case .noMoney: Money(fen: Int64(100 + random.below(400)))
        case .exactMoney: Money(fen: 2_000)
        case .ordinary, .firstFree, .frozen, .replacedTwice, .defaultWithIdentity,
            .defaultWithoutIdentity, .left, .suspended, .noCard, .reportedLost, .longName,
            .rareName, .rarestName:
            Money(fen: Int64(5_000 + random.below(25_000)))
        }
    }

    func name(_ random: inout DemoRandom) -> String {
        switch self {
        case .longName: DemoNames.long
        case .rareName: DemoNames.pick(DemoNames.rare, &random)
        case .rarestName: DemoNames.pick(DemoNames.rarest, &random)
        case .ordinary, .firstFree, .noMoney, .exactMoney, .frozen, .replacedTwice,
            .defaultWithIdentity, .defaultWithoutIdentity, .left, .suspended, .noCard,
            .reportedLost:
            DemoNames.ordinary(&random)
        }
    }
}
