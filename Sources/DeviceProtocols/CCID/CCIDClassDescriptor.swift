/// What a CCID function can do: the 54-byte class descriptor (CCID 1.1 §5.1, devices.md §6.1).
package struct CCIDClassDescriptor: Hashable, Sendable {
    package static let length = 54
    static let type: UInt8 = 0x21

    package let release: UInt16
    package let maximumSlotIndex: UInt8
    /// Bit 0: 5 V, bit 1: 3 V, bit 2: 1.8 V.
    package let voltages: UInt8
    /// dwProtocols: those of cards with contacts that the reader has. Never empty: one that names none is taken for T=1's.
    package let protocols: Set<CardProtocol>
    /// dwMaxIFSD: the longest information that it takes in a block of T=1.
    package let maximumInformationSize: Int
    package let features: CCIDFeatures
    /// dwMaxCCIDMessageLength: longest message with its header.
    package let maximumMessageLength: Int
    package let maximumBusySlots: UInt8

    /// Finds the descriptor among an interface's class descriptors: those behind the interface
    /// first, then those behind each endpoint, where some readers put it.
    package init(among places: [[UInt8]]) throws(CCIDDescriptorFault) {
        for extra in places {
            var rest = extra[...]
            while let length = rest.first.map(Int.init), length >= 2, length <= rest.count {
                let candidate = Array(rest.prefix(length))
                if candidate[1] == Self.type {
                    self = try CCIDClassDescriptor(candidate)
                    return
                }
                rest = rest.dropFirst(length)
            }
        }
        throw .missing
    }

    package init(_ bytes: [UInt8]) throws(CCIDDescriptorFault) {
        guard bytes.count == Self.length, bytes[0] == UInt8(Self.length) else {
            throw .length(bytes.count)
        }
        guard bytes[1] == Self.type else { throw .missing }
        release = UInt16(LittleEndian.read(bytes, at: 2, count: 2))
        maximumSlotIndex = bytes[4]
        voltages = bytes[5]
        let named = CardProtocol.allCases.filter { bytes[6] >> $0.rawValue & 1 != 0 }
        protocols = named.isEmpty ? [.t1] : Set(named)
        maximumInformationSize = Int(LittleEndian.read(bytes, at: 28, count: 4))
        features = CCIDFeatures(rawValue: UInt32(LittleEndian.read(bytes, at: 40, count: 4)))
        let longest = LittleEndian.read(bytes, at: 44, count: 4)
        guard longest > UInt64(CCIDMessage.headerLength) else {
            throw .messageLength(Int(longest))
        }
        maximumMessageLength = Int(longest)
        maximumBusySlots = bytes[53]
    }
}

/// Why a class descriptor is refused.
package enum CCIDDescriptorFault: Error, Hashable, Sendable {
    case missing
    /// 54 bytes are required.
    case length(Int)
    /// No room for a header and a byte.
    case messageLength(Int)
}

/// dwFeatures.
package struct CCIDFeatures: Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The reader finds the voltage itself: power-on needs no trials.
    package var choosesVoltage: Bool { rawValue & 0x08 != 0 }

    /// The reader sets its parameters by the answer to reset, or by a way of its own.
    package var setsParameters: Bool { rawValue & 0x42 != 0 }

    /// The reader asks the card for protocol and speed.
    package var selects: Bool { rawValue & 0xC0 != 0 }

    /// The reader tells a card of T=1 how much it takes in a block.
    package var announcesInformationSize: Bool { rawValue & 0x400 != 0 }

    /// Bits 70000; nil for a combination that the standard does not have.
    package var exchangeLevel: CCIDExchangeLevel? {
        CCIDExchangeLevel(rawValue: rawValue & 0x7_0000)
    }
}

/// What an XfrBlock carries.
package enum CCIDExchangeLevel: UInt32, Hashable, Sendable, CaseIterable {
    case character = 0
    case tpdu = 0x1_0000
    case shortAPDU = 0x2_0000
    /// Short and extended APDUs, with chaining of messages.
    case extendedAPDU = 0x4_0000
}
