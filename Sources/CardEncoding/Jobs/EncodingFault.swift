package import CampusCard

/// Why a job gave up, and what is known about the card then. Holds no key, no content and no
/// cryptogram.
package struct EncodingFault: Error, Hashable, Sendable, Codable {
    package let cause: EncodingFaultCause
    /// The step under way; nil when the field was being reset.
    package let step: EncodingStep?
    package let knowledge: CardKnowledge

    package init(cause: EncodingFaultCause, step: EncodingStep?, knowledge: CardKnowledge) {
        self.cause = cause
        self.step = step
        self.knowledge = knowledge
    }
}

extension EncodingFault: CustomStringConvertible {
    package var description: String {
        let place = step.map { "at \($0)" } ?? "while the field was reset"
        return "working on a card, \(place): \(cause); contents \(knowledge.contents.rawValue)"
    }
}

/// The causes. The first four come after the limit of recoveries, the others at once.
package enum EncodingFaultCause: Hashable, Sendable, Codable {
    /// The card left the field or fell silent.
    case lost
    /// An answer was not the card's own (wrong MAC, check sum, length), or made no sense.
    case notAuthentic
    /// The card refused a command that it should have taken.
    case refused(StatusWord)
    /// A status word that no card of the family gives.
    case foreignStatusWord(UInt16)
    /// Two authentications were refused. A third could lock the card.
    case keysRefused
    /// The card found its own memory damaged.
    case damaged(StatusWord)
    /// The card is not one that this job may touch.
    case rejected(CardRejection)
}

/// Why a card is not for this job. It was not changed by the decision.
package enum CardRejection: Error, Hashable, Sendable, Codable {
    /// Neither the vendor nor the type byte is a DESFire's.
    case notDESFire
    /// A generation that profile A does not take; the major version of the hardware.
    case unsupportedHardware(major: UInt8)
    /// No maker that the profile trusts has signed its UID.
    case notOriginal
    /// The chip gives another UID at each activation.
    case randomUID
    case otherCard(found: CardUID)
    /// The master key's version is neither the maker's nor ours.
    case foreignKey(version: UInt8)
    /// Applications of somebody else lie on it.
    case foreignApplications(count: Int)
    /// The campus application is not on it.
    case noApplication
    /// It carries the contents of another issue, or of another plan.
    case otherContents
    /// It reads back other bytes than were written.
    case readBackDiffers
    /// It does not take our key, and has counted the try: it is asked no second time.
    case keyNotTaken(triesLeft: Int?)
    /// Neither copy of its status is whole.
    case noStatus
    /// Its application is blocked, and the job may not unblock it.
    case blocked
    /// Where its number should be, there is none.
    case noNumber
}

extension EncodingFaultCause: CustomStringConvertible {
    package var description: String {
        switch self {
        case .lost: "it left the field or fell silent"
        case .notAuthentic: "an answer was not the card's own"
        case .refused(let status): "it refused with \(status)"
        case .foreignStatusWord(let word):
            "it answered \([UInt8(word >> 8), UInt8(word & 0xFF)].hex), which no such card does"
        case .keysRefused: "it refused two keys, and is asked for no third"
        case .damaged(let status): "it found its own memory damaged, with \(status)"
        case .rejected(let rejection): "not for this job: \(rejection)"
        }
    }
}

extension CardRejection: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notDESFire: "it is no DESFire"
        case .unsupportedHardware(let major): "the profile does not take hardware \(major)"
        case .notOriginal: "no maker in the profile has signed its UID"
        case .randomUID: "its UID changes at each activation"
        case .otherCard(let found): "it is another card, \(found)"
        case .foreignKey(let version):
            "its master key has the version \(version), neither the maker's nor ours"
        case .foreignApplications(let count): "\(count) applications of somebody else lie on it"
        case .noApplication: "the campus application is not on it"
        case .otherContents: "it holds another issue, or what another plan wrote"
        case .readBackDiffers: "it reads back other bytes than were written"
        case .keyNotTaken(let left):
            "it does not take our key"
                + (left.map { ", and would take \($0) more tries; it gets none" } ?? "")
        case .noStatus: "neither copy of its status is whole"
        case .blocked: "its application is blocked"
        case .noNumber: "it has no number by which it could be bound"
        }
    }
}
