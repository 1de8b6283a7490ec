/// Sizes that both directions share.
package enum CCIDMessage {
    /// Type, length, slot, sequence and three more bytes (CCID 1.1 §6).
    package static let headerLength = 10
    /// Where dwLength begins, which is also the error code of a wrong length.
    package static let lengthOffset: UInt8 = 1
    /// The longest APDU: four bytes of header, three of Lc, 65 535 of data, two of Le (ISO/IEC 7816-4, 5.1).
    package static let apduLimit = 65_544
    /// The longest response APDU: 65 536 bytes and the status word.
    package static let responseLimit = 65_538
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

    /// A command as a reader receives it: every reserved byte is 0, and only commands that carry data have any.
    package static func parse(_ bytes: [UInt8]) throws(CCIDCommandFault) -> (
        command: CCIDCommand, slot: UInt8, sequence: UInt8
    ) {
        guard bytes.count >= CCIDMessage.headerLength else { throw .tooShort(bytes.count) }
        let data = Array(bytes.dropFirst(CCIDMessage.headerLength))
        guard LittleEndian.read(bytes, at: 1, count: 4) == UInt64(data.count) else {
            throw .field(CCIDMessage.lengthOffset)
        }
        return (try command(bytes, data), bytes[5], bytes[6])
    }

    private static func command(
        _ bytes: [UInt8], _ data: [UInt8]
    ) throws(CCIDCommandFault) -> CCIDCommand {
        let command: CCIDCommand
        switch bytes[0] {
        case 0x62:
            guard let power = CCIDPower(rawValue: bytes[7]) else { throw .field(7) }
            command = .powerOn(power)
        case 0x63: command = .powerOff
        case 0x65: command = .getSlotStatus
        case 0x6F:
            let level = LittleEndian.read(bytes, at: 8, count: 2)
            guard let chain = CCIDCommandChain(rawValue: UInt16(level)) else { throw .field(8) }
            command = .transferBlock(data, waitMultiplier: bytes[7], chain: chain)
        case 0x6C: command = .getParameters
        case 0x6B: command = .escape(data)
        case 0x72: command = .abort
        default: throw .field(0)
        }
        guard command.data == data else { throw .field(CCIDMessage.lengthOffset) }
        for (offset, byte) in command.specific.enumerated() where bytes[7 + offset] != byte {
            throw .field(UInt8(7 + offset))
        }
        return command
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

/// Why a reader cannot take a message.
package enum CCIDCommandFault: Error, Hashable, Sendable {
    /// Less than a header, in bytes.
    case tooShort(Int)
    /// The header byte that is wrong, by its offset. A reader answers with this number as bError (CCID 1.1 §6.2.6, table
    /// 6.2-2): 0 is an unknown type, 1 a wrong length.
    case field(UInt8)
}
