import CampusCard

extension Outcome {
    /// A stable dotted name for journal, texts, scripts and tables, for example `abandoned.feedFailed`.
    package var name: String {
        switch self {
        case .delivered: "delivered"
        case .notTaken: "notTaken"
        case .commitUnanswered: "commitUnanswered"
        case .notPresented: "notPresented"
        case .suspected: "suspected"
        case .abandoned(let reason): "abandoned.\(reason.rawValue)"
        case .refused(let refusal): "refused.\(refusal.rawValue)"
        case .unreachable: "unreachable"
        case .notReady: "notReady"
        case .lossReported: "lossReported"
        case .lossWaiting: "lossWaiting"
        case .lossUnanswered: "lossUnanswered"
        case .leftEarly: "leftEarly"
        }
    }

    /// Every outcome, with each reason and each refusal.
    package static let every: [Outcome] =
        [
            .delivered, .notTaken, .commitUnanswered, .notPresented, .suspected, .unreachable,
            .notReady, .lossReported, .lossWaiting, .lossUnanswered, .leftEarly,
        ] + AbandonReason.allCases.map(Outcome.abandoned) + Refusal.allCases.map(Outcome.refused)
}
