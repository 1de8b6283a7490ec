/// Types of messages from the reader (CCID 1.1 §6.2).
package enum CCIDReplyKind: UInt8, Hashable, Sendable, CaseIterable {
    case dataBlock = 0x80
    case slotStatus = 0x81
    case parameters = 0x82
    case escape = 0x83
}

/// A message from the reader.
package struct CCIDReply: Hashable, Sendable {
    package let kind: CCIDReplyKind
    package let slot: UInt8
    package let sequence: UInt8
    package let card: CCIDCardState
    package let outcome: CCIDOutcome
    /// Byte 9: chaining of a data block, the clock's state, or the protocol's number.
    package let specific: UInt8
    package let data: [UInt8]

    package init(
        _ kind: CCIDReplyKind, slot: UInt8, sequence: UInt8, card: CCIDCardState,
        outcome: CCIDOutcome, specific: UInt8 = 0, data: [UInt8] = []
    ) {
        self.kind = kind
        self.slot = slot
        self.sequence = sequence
        self.card = card
        self.outcome = outcome
        self.specific = specific
        self.data = data
    }

    /// One whole bulk IN transfer.
    package init(parsing bytes: [UInt8]) throws(CCIDReplyFault) {
        guard bytes.count >= CCIDMessage.headerLength else { throw .tooShort(bytes.count) }
        guard let kind = CCIDReplyKind(rawValue: bytes[0]) else { throw .kind(bytes[0]) }
        let length = LittleEndian.read(bytes, at: 1, count: 4)
        guard length == UInt64(bytes.count - CCIDMessage.headerLength) else {
            throw .length(stated: Int(length), received: bytes.count - CCIDMessage.headerLength)
        }
        guard let card = CCIDCardState(rawValue: bytes[7] & 0x03),
            let outcome = CCIDOutcome(status: bytes[7], error: bytes[8])
        else { throw .status(bytes[7]) }
        self.init(
            kind, slot: bytes[5], sequence: bytes[6], card: card, outcome: outcome,
            specific: bytes[9], data: Array(bytes.dropFirst(CCIDMessage.headerLength)))
    }

    /// The message as a reader sends it.
    package var bytes: [UInt8] {
        [kind.rawValue] + LittleEndian.bytes(data.count, count: 4)
            + [slot, sequence, card.rawValue | outcome.statusBits, outcome.errorByte, specific]
            + data
    }

    /// bChainParameter of a data block; nil for a value that the standard does not have.
    package var chain: CCIDReplyChain? { CCIDReplyChain(rawValue: specific) }
}

/// Why received bytes are no message.
package enum CCIDReplyFault: Error, Hashable, Sendable {
    case tooShort(Int)
    case kind(UInt8)
    case length(stated: Int, received: Int)
    /// bStatus has a combination that the standard does not have.
    case status(UInt8)
}

/// bmICCStatus.
package enum CCIDCardState: UInt8, Hashable, Sendable, CaseIterable {
    case active, inactive, absent
}

/// bmCommandStatus with bError.
package enum CCIDOutcome: Hashable, Sendable {
    case done
    case failed(CCIDError)
    /// Not the answer yet: the reader asks for this many more block waiting times.
    case wantsTime(multiplier: UInt8)

    init?(status: UInt8, error: UInt8) {
        switch status & 0xC0 {
        case 0x00: self = .done
        case 0x40: self = .failed(CCIDError(raw: error))
        case 0x80: self = .wantsTime(multiplier: error)
        default: return nil
        }
    }

    var statusBits: UInt8 {
        switch self {
        case .done: 0x00
        case .failed: 0x40
        case .wantsTime: 0x80
        }
    }

    var errorByte: UInt8 {
        switch self {
        case .done: 0
        case .failed(let error): error.raw
        case .wantsTime(let multiplier): multiplier
        }
    }
}

/// bChainParameter of a data block.
package enum CCIDReplyChain: UInt8, Hashable, Sendable, CaseIterable {
    case whole = 0x00
    case begins = 0x01
    case ends = 0x02
    case continues = 0x03
    /// Empty: the reader wants the command's next part.
    case wantsMore = 0x10
}
