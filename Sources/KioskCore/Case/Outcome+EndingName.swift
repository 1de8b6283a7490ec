import CampusCard

extension Outcome {
    /// As a table of endings has it.
    package var endingName: String {
        switch self {
        case .delivered: "delivered"
        case .notTaken: "not taken"
        case .commitUnanswered: "commit unanswered"
        case .notPresented: "not presented"
        case .suspected: "suspected"
        case .abandoned(let reason): "abandoned: \(reason.rawValue)"
        case .refused(let refusal): "refused: \(refusal.rawValue)"
        case .unreachable: "store unreachable"
        case .notReady: "not ready"
        case .lossReported: "loss reported"
        case .lossWaiting: "loss report waits"
        case .lossUnanswered: "loss unanswered"
        case .leftEarly: "left early"
        }
    }
}
