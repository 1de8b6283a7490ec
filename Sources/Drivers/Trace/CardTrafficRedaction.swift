internal import KioskPorts

/// Takes key material and card contents out of traffic before it is stored (K14): the lengths stay, the bytes become
/// zeros.
///
/// Of a wrapped DESFire command (`90 INS 00 00 Lc …`) the first bytes tell what it is; its data may be a cryptogram of a
/// key or a record, so the data of every command goes but for those that carry none of either. Answers' data goes too.
struct CardTrafficRedaction {
    /// Readers' messages: header of ten bytes, the type first (CCID 1.1 §6).
    private static let transferBlock: UInt8 = 0x6F
    private static let dataBlock: UInt8 = 0x80
    private static let headerLength = 10
    /// Commands whose data and answer hold no key and no record: GetVersion, AdditionalFrame after it is not told apart and
    /// goes; SelectApplication, GetKeyVersion, GetApplicationIDs.
    private static let harmless: Set<UInt8> = [0x60, 0x5A, 0x64, 0x6A]

    /// Readers whose next answer may be shown.
    private var shown: Set<USBDeviceID> = []

    /// What may be stored of a message to a reader.
    mutating func outgoing(_ bytes: [UInt8], device: USBDeviceID) -> [UInt8] {
        guard bytes.count > Self.headerLength, bytes[0] == Self.transferBlock else { return bytes }
        let apdu = bytes.dropFirst(Self.headerLength)
        let isHarmless =
            apdu.count >= 2 && apdu[apdu.startIndex] == 0x90
            && Self.harmless.contains(apdu[apdu.startIndex + 1])
        if isHarmless {
            shown.insert(device)
            return bytes
        }
        shown.remove(device)
        let head = Self.headerLength + 5
        return Array(bytes.prefix(head))
            + Array(repeating: 0, count: max(0, bytes.count - head))
    }

    /// What may be stored of an answer: all of it after a harmless command, else its header and status word.
    func incoming(_ bytes: [UInt8], device: USBDeviceID) -> [UInt8] {
        guard bytes.count > Self.headerLength + 2, bytes[0] == Self.dataBlock,
            !shown.contains(device)
        else { return bytes }
        let hidden = bytes.count - Self.headerLength - 2
        return Array(bytes.prefix(Self.headerLength)) + Array(repeating: 0, count: hidden)
            + Array(bytes.suffix(2))
    }
}
