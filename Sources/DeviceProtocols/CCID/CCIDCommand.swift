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
    /// Characters for the card at the character level; so many come back, at most.
    case transferCharacters([UInt8], waitMultiplier: UInt8, expecting: UInt16)
    case getParameters
    /// The protocol's number and its block (§6.1.7).
    case setParameters(number: UInt8, block: [UInt8])
    case resetParameters
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
    /// - Parameter level: of the reader; what an XfrBlock says of its chain is a count at the character level.
    package static func parse(
        _ bytes: [UInt8], level: CCIDExchangeLevel = .extendedAPDU
    ) throws(CCIDCommandFault) -> (command: CCIDCommand, slot: UInt8, sequence: UInt8) {
        guard bytes.count >= CCIDMessage.headerLength else { throw .tooShort(bytes.count) }
        let data = Array(bytes.dropFirst(CCIDMessage.headerLength))
        guard LittleEndian.read(bytes, at: 1, count: 4) == UInt64(data.count) else {
            throw .field(CCIDMessage.lengthOffset)
        }
        return (try command(bytes, data, level), bytes[5], bytes[6])
    }

    private static func command(
        _ bytes: [UInt8], _ data: [UInt8], _ level: CCIDExchangeLevel
    ) throws(CCIDCommandFault) -> CCIDCommand {
        let command: CCIDCommand
        switch bytes[0] {
        case 0x62:
            guard let power = CCIDPower(rawValue: bytes[7]) else { throw .field(7) }
            command = .powerOn(power)
        case 0x63: command = .powerOff
        case 0x65: command = .getSlotStatus
        case 0x6F:
            command = try block(
                data, bytes[7], UInt16(LittleEndian.read(bytes, at: 8, count: 2)), level)
        case 0x6C: command = .getParameters
        case 0x61: command = .setParameters(number: bytes[7], block: data)
        case 0x6D: command = .resetParameters
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

    private static func block(
        _ data: [UInt8], _ waitMultiplier: UInt8, _ parameter: UInt16, _ level: CCIDExchangeLevel
    ) throws(CCIDCommandFault) -> CCIDCommand {
        switch level {
        case .character:
            return .transferCharacters(
                data, waitMultiplier: waitMultiplier, expecting: parameter)
        case .tpdu, .shortAPDU, .extendedAPDU:
            guard let chain = CCIDCommandChain(rawValue: parameter) else { throw .field(8) }
            return .transferBlock(data, waitMultiplier: waitMultiplier, chain: chain)
        }
    }

    /// The type of the answer that fits.
    package var answer: CCIDReplyKind {
        switch self {
        case .powerOn, .transferBlock, .transferCharacters: .dataBlock
        case .powerOff, .getSlotStatus, .abort: .slotStatus
        case .getParameters, .setParameters, .resetParameters: .parameters
        case .escape: .escape
        }
    }

    private var type: UInt8 {
        switch self {
        case .powerOn: 0x62
        case .powerOff: 0x63
        case .getSlotStatus: 0x65
        case .transferBlock, .transferCharacters: 0x6F
        case .getParameters: 0x6C
        case .setParameters: 0x61
        case .resetParameters: 0x6D
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
        case .transferCharacters(_, let waitMultiplier, let count):
            [waitMultiplier] + LittleEndian.bytes(Int(count), count: 2)
        case .setParameters(let number, _): [number, 0, 0]
        case .powerOff, .getSlotStatus, .getParameters, .resetParameters, .escape, .abort:
            [0, 0, 0]
        }
    }

    private var data: [UInt8] {
        switch self {
        case .transferBlock(let data, _, _), .transferCharacters(let data, _, _),
            .setParameters(_, let data), .escape(let data):
            data
        case .powerOn, .powerOff, .getSlotStatus, .getParameters, .resetParameters, .abort: []
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
