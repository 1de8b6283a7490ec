internal import DeviceProtocols
internal import KioskPorts

/// Takes key material and card contents out of a card reader's traffic before it is stored (K14): the lengths stay, the
/// bytes become zeros.
///
/// Only what is known to be harmless is kept. A challenge is not: under a key that everybody knows, as a blank's is, it
/// gives away the session and with it the keys that are written. Other devices' traffic is left as it is.
struct CardTrafficRedaction {
    /// Class of a wrapped DESFire command (`90 INS 00 00 Lc …`), and of a reader's own (PC/SC part 3).
    private static let wrapped: UInt8 = 0x90
    private static let readersOwn: UInt8 = 0xFF
    /// Class, instruction, parameters and length: what a command is, without its data.
    private static let commandHead = 5
    /// Commands whose data and answer hold no key, challenge or record: GetVersion, SelectApplication, GetKeyVersion,
    /// GetApplicationIDs. The additional frames after them are not told apart from others and go.
    private static let harmless: Set<UInt8> = [0x60, 0x5A, 0x64, 0x6A]
    /// First bytes of status words that cards and readers use (ISO/IEC 7816-4, 5.6; DESFire).
    private static let statusClasses: Set<UInt8> = [
        0x61, 0x62, 0x63, 0x64, 0x65, 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F, 0x90,
        0x91,
    ]

    /// The sequence number of the command to each reader whose answer may be shown.
    private var shown: [USBDeviceID: UInt8] = [:]

    /// What may be stored of a transfer's bytes towards the device.
    mutating func outgoing(_ transfer: USBTransfer, device: USBDevice) -> [UInt8] {
        guard Self.carriesCards(transfer, device) else { return transfer.outgoing }
        let bytes = transfer.outgoing
        guard let (command, _, sequence) = try? CCIDCommand.parse(bytes) else {
            return Self.blank(bytes, keeping: 0)
        }
        shown[device.id] = nil
        switch command {
        case .powerOn:
            shown[device.id] = sequence
            return bytes
        case .powerOff, .getSlotStatus, .getParameters, .abort: return bytes
        case .escape: return Self.blank(bytes, keeping: CCIDMessage.headerLength)
        case .transferBlock(let apdu, _, let chain):
            // A later block of a chained command begins in the middle of its data.
            guard chain == .whole || chain == .begins, apdu.count >= Self.commandHead,
                apdu[0] == Self.wrapped || apdu[0] == Self.readersOwn
            else { return Self.blank(bytes, keeping: CCIDMessage.headerLength) }
            if chain == .whole, apdu[0] == Self.wrapped, Self.harmless.contains(apdu[1]) {
                shown[device.id] = sequence
                return bytes
            }
            return Self.blank(bytes, keeping: CCIDMessage.headerLength + Self.commandHead)
        }
    }

    /// What may be stored of the bytes that a transfer brought.
    func incoming(_ bytes: [UInt8], of transfer: USBTransfer, device: USBDevice) -> [UInt8] {
        guard Self.carriesCards(transfer, device), !bytes.isEmpty else { return bytes }
        guard let reply = try? CCIDReply(parsing: bytes) else {
            return Self.blank(bytes, keeping: 0)
        }
        if reply.data.isEmpty || (reply.kind == .dataBlock && shown[device.id] == reply.sequence) {
            return bytes
        }
        let stored = Self.blank(bytes, keeping: CCIDMessage.headerLength)
        guard reply.kind == .dataBlock, Self.endsInStatusWord(reply) else { return stored }
        return stored.dropLast(2) + reply.data.suffix(2)
    }

    /// The last part of an answer ends in its status word; other parts end in data.
    private static func endsInStatusWord(_ reply: CCIDReply) -> Bool {
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

    private static func blank(_ bytes: [UInt8], keeping head: Int) -> [UInt8] {
        Array(bytes.prefix(head)) + Array(repeating: 0, count: max(0, bytes.count - head))
    }
}
