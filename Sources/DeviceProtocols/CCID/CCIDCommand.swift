/// Sizes that both directions share.
package enum CCIDMessage {
    /// Type, length, slot, sequence and three more bytes (CCID 1.1 §6).
    package static let headerLength = 10
}

/// A message to the reader, without slot and sequence number (CCID 1.1 §6.1, devices.md §6.2).
package enum CCIDCommand: Hashable, Sendable {
    case powerOn(CCIDPower)
    case powerOff
    case getSlotStatus
    /// An APDU or a part of one.
    case transferBlock([UInt8], waitMultiplier: UInt8, chain: CCIDCommandChain)
    case getParameters
    case escape([UInt8])
    /// The second half of an abort; its sequence number is that of the control request.
    case abort

    /// The whole message.
    package func bytes(slot: UInt8, sequence: UInt8) -> [UInt8] {
        let data = self.data
        return [type] + LittleEndian.bytes(data.count, count: 4) + [slot, sequence] + specific
            + data
    }

    /// A command as a reader receives it, or nil for a type or length that it cannot take.
    package static func parse(_ bytes: [UInt8]) -> (
        command: CCIDCommand, slot: UInt8, sequence: UInt8
    )? {
        guard bytes.count >= CCIDMessage.headerLength,
            LittleEndian.read(bytes, at: 1, count: 4)
                == UInt64(bytes.count - CCIDMessage.headerLength)
        else { return nil }
        let data = Array(bytes.dropFirst(CCIDMessage.headerLength))
        let command: CCIDCommand
        switch bytes[0] {
        case 0x62:
            guard let power = CCIDPower(rawValue: bytes[7]) else { return nil }
            command = .powerOn(power)
        case 0x63: command = .powerOff
        case 0x65: command = .getSlotStatus
        case 0x6F:
            let level = LittleEndian.read(bytes, at: 8, count: 2)
            guard let chain = CCIDCommandChain(rawValue: UInt16(level)) else { return nil }
            command = .transferBlock(data, waitMultiplier: bytes[7], chain: chain)
        case 0x6C: command = .getParameters
        case 0x6B: command = .escape(data)
        case 0x72: command = .abort
        default: return nil
        }
        return (command, bytes[5], bytes[6])
    }

    /// The type of the answer that fits.
    package var answer: CCIDReplyKind {
        switch self {
        case .powerOn, .transferBlock: .dataBlock
        case .powerOff, .getSlotStatus, .abort: .slotStatus
        case .getParameters: .parameters
        case .escape: .escape
        }
    }

    private var type: UInt8 {
        switch self {
        case .powerOn: 0x62
        case .powerOff: 0x63
        case .getSlotStatus: 0x65
        case .transferBlock: 0x6F
        case .getParameters: 0x6C
        case .escape: 0x6B
        case .abort: 0x72
        }
    }

    /// Bytes 7 to 9.
    private var specific: [UInt8] {
        switch self {
        case .powerOn(let power): [power.rawValue, 0, 0]
        case .transferBlock(_, let waitMultiplier, let chain):
            [waitMultiplier] + LittleEndian.bytes(Int(chain.rawValue), count: 2)
        case .powerOff, .getSlotStatus, .getParameters, .escape, .abort: [0, 0, 0]
        }
    }

    private var data: [UInt8] {
        switch self {
        case .transferBlock(let data, _, _), .escape(let data): data
        case .powerOn, .powerOff, .getSlotStatus, .getParameters, .abort: []
        }
    }
}

/// bPowerSelect.
package enum CCIDPower: UInt8, Hashable, Sendable, CaseIterable {
    case automatic, volts5, volts3, volts1_8
}

/// wLevelParameter of an XfrBlock at the extended APDU level.
package enum CCIDCommandChain: UInt16, Hashable, Sendable, CaseIterable {
    case whole = 0x0000
    case begins = 0x0001
    case ends = 0x0002
    case continues = 0x0003
    /// Empty: asks for the answer's next part.
    case asksForMore = 0x0010
}
