internal import DeviceProtocols
internal import KioskPorts

/// Takes key material and card contents out of a card reader's traffic before it is stored (K14): the lengths stay, the
/// bytes become zeros.
///
/// Only what is known to be harmless is kept. A challenge is not: under a key that everybody knows, as a blank's is, it
/// gives away the session and with it the keys that are written. Other devices' traffic is left as it is.
struct CardTrafficRedaction {
    /// How much of a message is kept: so many bytes of its head and its tail. What lies between becomes zeros.
    struct Kept: Hashable {
        static let everything = Kept(head: .max)

        let head: Int
        var tail = 0

        /// Bytes that are not kept of so many.
        func hidden(of count: Int) -> Int { head >= count ? 0 : max(0, count - head - tail) }

        func applied(to bytes: [UInt8]) -> [UInt8] {
            let hidden = hidden(of: bytes.count)
            guard hidden > 0 else { return bytes }
            return bytes.prefix(head) + Array(repeating: 0, count: hidden) + bytes.suffix(tail)
        }
    }

    /// Class of a wrapped DESFire command (`90 INS 00 00 Lc …`).
    private static let wrapped: UInt8 = 0x90
    /// Classes of commands that begin with class, instruction, two parameters and a length: DESFire's, a reader's own
    /// (PC/SC part 3), ISO/IEC 7816-4's and FMCOS's, with secure messaging and without.
    private static let classes: Set<UInt8> = [wrapped, 0xFF, 0x00, 0x04, 0x80, 0x84]
    /// Class, instruction, parameters and length: what a command is, without its data.
    private static let commandHead = 5
    /// What a block of T=1 is: address, control byte and length. Of a TPDU of T=0 it is the class, the instruction, and a
    /// parameter: both begin alike, and behind it a block may go on with data.
    private static let blockHead = 3
    /// Commands whose data and answer hold no key, challenge or record: GetVersion, SelectApplication, GetKeyVersion,
    /// GetApplicationIDs. The additional frames after them are not told apart from others and go.
    private static let harmless: Set<UInt8> = [0x60, 0x5A, 0x64, 0x6A]
    /// First bytes of status words that cards and readers use (ISO/IEC 7816-4, 5.6; DESFire; FMCOS).
    private static let statusClasses: Set<UInt8> = [
        0x61, 0x62, 0x63, 0x64, 0x65, 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F, 0x90,
        0x91, 0x93, 0x94,
    ]

    /// The sequence number of the command to each reader whose answer may be shown.
    private var shown: [USBDeviceID: UInt8] = [:]

    /// What may be stored of a transfer's bytes towards the device.
    mutating func outgoing(_ transfer: USBTransfer, device: USBDevice) -> [UInt8] {
        keptOutgoing(transfer, device: device).applied(to: transfer.outgoing)
    }

    /// What may be stored of the bytes that a transfer brought.
    func incoming(_ bytes: [UInt8], of transfer: USBTransfer, device: USBDevice) -> [UInt8] {
        keptIncoming(bytes, of: transfer, device: device).applied(to: bytes)
    }

    /// How much is kept of a transfer's bytes towards the device. The same of a message of which the rest is gone already.
    mutating func keptOutgoing(_ transfer: USBTransfer, device: USBDevice) -> Kept {
        guard Self.carriesCards(transfer, device) else { return .everything }
        let level = CCIDLevels(device.descriptors)[transfer.endpoint]
        guard let (command, _, sequence) = try? CCIDCommand.parse(transfer.outgoing, level: level)
        else { return Kept(head: 0) }
        shown[device.id] = nil
        switch command {
        case .powerOn:
            shown[device.id] = sequence
            return .everything
        case .powerOff, .getSlotStatus, .getParameters, .setParameters, .resetParameters, .abort:
            return .everything
        case .escape, .transferCharacters: return Kept(head: CCIDMessage.headerLength)
        case .transferBlock where level == .tpdu:
            return Kept(head: CCIDMessage.headerLength + Self.blockHead)
        case .transferBlock(let apdu, _, let chain):
            // A later block of a chained command begins in the middle of its data.
            guard chain == .whole || chain == .begins, apdu.count >= Self.commandHead,
                Self.classes.contains(apdu[0])
            else { return Kept(head: CCIDMessage.headerLength) }
            if chain == .whole, apdu[0] == Self.wrapped, Self.harmless.contains(apdu[1]) {
                shown[device.id] = sequence
                return .everything
            }
            return Kept(head: CCIDMessage.headerLength + Self.commandHead)
        }
    }

    /// How much is kept of the bytes that a transfer brought.
    func keptIncoming(_ bytes: [UInt8], of transfer: USBTransfer, device: USBDevice) -> Kept {
        guard Self.carriesCards(transfer, device), !bytes.isEmpty else { return .everything }
        guard let reply = try? CCIDReply(parsing: bytes) else { return Kept(head: 0) }
        if reply.data.isEmpty || (reply.kind == .dataBlock && shown[device.id] == reply.sequence) {
            return .everything
        }
        let isStatus = reply.kind == .dataBlock && Self.endsInStatusWord(reply, transfer, device)
        return Kept(head: CCIDMessage.headerLength, tail: isStatus ? 2 : 0)
    }

    /// The last part of an answer ends in its status word; other parts end in data, blocks of T=1 in a check, which is made
    /// of the data.
    private static func endsInStatusWord(
        _ reply: CCIDReply, _ transfer: USBTransfer, _ device: USBDevice
    ) -> Bool {
        switch CCIDLevels(device.descriptors)[transfer.endpoint] {
        case .shortAPDU, .extendedAPDU: break
        // Nothing but a status word of T=0 is so short.
        case .tpdu: guard reply.data.count == 2 else { return false }
        case .character: return false
        }
        guard reply.chain == .whole || reply.chain == .ends, reply.data.count >= 2 else {
            return false
        }
        return statusClasses.contains(reply.data[reply.data.count - 2])
    }

    /// Bulk transfers of a card reader carry cards' commands and answers.
    private static func carriesCards(_ transfer: USBTransfer, _ device: USBDevice) -> Bool {
        switch transfer {
        case .controlIn, .controlOut, .interruptIn, .interruptOut: false
        case .bulkIn, .bulkOut:
            device.descriptors.interfaces.contains {
                $0.interfaceClass == CCIDReader.interfaceClass
            }
        }
    }
}
