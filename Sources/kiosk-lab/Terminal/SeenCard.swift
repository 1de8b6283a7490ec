import CampusCard
import CardEncoding

/// What a terminal has read of a card.
struct SeenCard {
    let identity: IdentityRecord?
    let status: StatusRecord?
    /// Why it is not a card of the campus; nil for one that is.
    let fault: String?

    init(notReadableBecause fault: String) {
        identity = nil
        status = nil
        self.fault = fault
    }

    init(_ contents: CardContents, _ format: CardFormat) {
        do throws(RecordFault) {
            self.init(
                identity: try IdentityRecord.decode(contents.identity, as: format.identity).record,
                status: try StatusRecord.decode(contents.status, as: format.status))
        } catch {
            self.init(notReadableBecause: "\(error)")
        }
    }

    private init(identity: IdentityRecord, status: StatusRecord) {
        self.identity = identity
        self.status = status
        fault = nil
    }

    var reading: CardReading {
        switch status?.flag {
        case nil: .notReadable
        case .clear: .clear
        case .stopped: .flagged
        }
    }

    func listing(in list: HeldList?) -> Listing {
        guard let list, let identity, let status else { return .noList }
        return list.listing(
            of: identity.cardNumber, identity.issueNumber, goodAsOf: status.goodAsOf)
    }
}
