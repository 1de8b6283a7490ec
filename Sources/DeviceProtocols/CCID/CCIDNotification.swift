/// A message of the interrupt endpoint (CCID 1.1 §6.3).
package enum CCIDNotification: Hashable, Sendable {
    /// One entry for each slot in the message, the first slot first.
    case slotChange([CCIDSlotChange])
    case hardwareError(slot: UInt8, sequence: UInt8, code: UInt8)

    /// Nil for anything else; readers send vendor messages here too.
    package init?(_ bytes: [UInt8]) {
        guard let type = bytes.first else { return nil }
        switch type {
        case 0x50 where bytes.count >= 2:
            self = .slotChange(
                bytes.dropFirst().flatMap { byte in
                    stride(from: 0, to: 8, by: 2).map { bit in
                        CCIDSlotChange(
                            isPresent: byte >> bit & 1 != 0, hasChanged: byte >> bit & 2 != 0)
                    }
                })
        case 0x51 where bytes.count == 4:
            self = .hardwareError(slot: bytes[1], sequence: bytes[2], code: bytes[3])
        default: return nil
        }
    }
}

/// Two bits of a slot-change message.
package struct CCIDSlotChange: Hashable, Sendable {
    package let isPresent: Bool
    package let hasChanged: Bool

    package init(isPresent: Bool, hasChanged: Bool) {
        self.isPresent = isPresent
        self.hasChanged = hasChanged
    }
}
