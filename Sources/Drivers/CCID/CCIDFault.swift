internal import DeviceProtocols
internal import KioskPorts

/// Why a dialogue with a reader broke off.
enum CCIDFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reader was pulled.
    case gone
    /// The bus failed while this was done.
    case bus(doing: String, USBTransferEnd)
    /// The reader cannot be used; the text says why.
    case unfit(String)
    /// Messages that are none, or answers to something else.
    case garbled(String)
    /// No answer in time.
    case silent
    /// The reader refused, with its reason and what it says of the card.
    case refused(CCIDError, CCIDCardState)
    /// The reader is well, and the card broke the protocol that the host speaks with it.
    case card(CardLinkFault)
    /// A command came before an activation of the slot's card.
    case notActivated
    /// Reader and card went on with one command longer than any may last.
    case overlong(Duration)

    /// What the bus refused to do with the reader.
    init(_ fault: USBFault) {
        if case .noSuchDevice = fault { self = .gone } else { self = .unfit(fault.description) }
    }

    var description: String {
        switch self {
        case .gone: "the reader is not plugged in"
        case .bus(let doing, let end): "\(doing): the transfer \(end)"
        case .unfit(let why): "the reader cannot be used: \(why)"
        case .garbled(let what): "the reader's answer is no use: \(what)"
        case .silent: "the reader did not answer in time"
        case .refused(let error, let card): "the reader refused with \(error), card \(card)"
        case .card(let fault): "the card's protocol broke off: \(fault)"
        case .notActivated: "no card was activated in the slot"
        case .overlong(let limit): "the command was not done after \(limit)"
        }
    }

    /// What it means for the card channel (devices.md §6.2, "Map").
    var kind: CardChannelFaultKind {
        switch self {
        case .gone: .readerGone
        case .silent, .overlong: .timedOut
        case .card, .notActivated: .cardLost
        case .bus(_, let end): end == .deviceGone ? .readerGone : .readerFault
        case .unfit, .garbled: .readerFault
        case .refused(let error, let card): card == .absent ? .cardLost : error.kind
        }
    }

    /// What is counted of it; nil for a reader that was never of use.
    var trouble: Trouble? {
        switch self {
        case .gone, .bus(_, .deviceGone): .usbGone
        case .bus(_, .stalled): .usbHalted
        case .bus(_, .timedOut), .silent, .overlong: .readerUnanswered
        case .bus: .usbFailed
        case .garbled: .readerGarbled
        case .refused(let error, _): error.isBusy ? .readerBusy : .readerRefused
        case .card: .readerRefused
        case .unfit, .notActivated: nil
        }
    }

    /// Whether the dialogue itself is out of step, so that the ladder has to be climbed before the next command.
    var needsRecovery: Bool {
        switch self {
        case .gone, .unfit, .card, .notActivated, .overlong: false
        case .bus, .garbled, .silent: true
        case .refused: kind == .readerFault
        }
    }
}

extension CCIDError {
    /// FE, FD, FC, F7 and F8 are the card's; FB and A2 the reader's (devices.md §6.2).
    fileprivate var kind: CardChannelFaultKind {
        switch code {
        case .cardMute, .parity, .overrun, .badCheckCharacter, .badInitialCharacter,
            .answerToResetTooLong, .noDataExchanged, .cardErrorInT1, .wrongAPDULength, .aborted:
            .cardLost
        case .notSupported, .wrongLength, .wrongSlot, .cardShortCircuit, .emvMessageTooLong,
            .emvProtocol, .slotBusy, .pinCancelled, .pinTimedOut, .busyWithSequence,
            .deactivatedProtocol, .procedureByteConflict, .classNotSupported,
            .protocolNotSupported, .hardware, nil:
            .readerFault
        }
    }

    /// The same command may be sent again after a pause: it was not begun.
    var isBusy: Bool { code == .slotBusy || code == .busyWithSequence }
}
