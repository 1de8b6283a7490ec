internal import KioskCore
internal import KioskPorts

/// Why a command got no answer.
package enum DispenserLineFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// No ACK in time: it may have arrived all the same.
    case notAcknowledged
    /// NAK: the unit says that it arrived damaged.
    case refused
    /// ACK, and no answer in time.
    case noAnswer
    /// Answers arrived damaged, or were none to the command.
    case garbled
    case link(ByteLinkFault)

    package var description: String {
        switch self {
        case .notAcknowledged: "no acknowledgement"
        case .refused: "refused as damaged"
        case .noAnswer: "acknowledged and not answered"
        case .garbled: "answered with a damaged packet"
        case .link(let fault): fault.description
        }
    }
}

extension DispenserFault {
    /// A fault of the line, with what is known about the card.
    init(_ fault: DispenserLineFault, card: CardKnowledge, _ doing: String) {
        let kind: DispenserFaultKind =
            switch fault {
            case .notAcknowledged, .noAnswer: .timedOut
            case .refused, .garbled: .garbled
            case .link: .disconnected
            }
        self.init(kind, card: card, detail: "\(doing): \(fault)")
    }
}

extension TroubleCounter {
    /// Counts a bridge that did not do as told.
    func count(_ lost: ByteLinkFault) {
        switch lost {
        case .gone: count(.usbGone)
        case .stuck(_, .stalled): count(.usbHalted)
        case .stuck, .bus, .unfit: count(.usbFailed)
        }
    }
}
