/// The requests of Linux's usbfs that libusb makes (include/uapi/linux/usbdevice_fs.h, 64 bit).
enum UsbfsRequest: UInt64 {
    case submitURB = 0x8038_550A
    case reapURB = 0x4008_550C
    case reapURBNoDelay = 0x4008_550D
    case discardURB = 0x0000_550B
    case getCapabilities = 0x8004_551A
    case claimInterface = 0x8004_550F
    case releaseInterface = 0x8004_5510
    case clearHalt = 0x8004_5515
    case resetEndpoint = 0x8004_5503
    case reset = 0x5514
    case setInterface = 0x8008_5504
    case setConfiguration = 0x8004_5505
    case getDriver = 0x4104_5508
    case disconnectClaim = 0x8108_551B
}

/// Results as the kernel gives them.
enum UsbfsErrno {
    static let noEntry: Int32 = 2
    static let again: Int32 = 11
    static let busy: Int32 = 16
    static let noDevice: Int32 = 19
    static let invalid: Int32 = 22
    static let brokenPipe: Int32 = 32
    static let noData: Int32 = 61
    static let overflow: Int32 = 75
    static let shutDown: Int32 = 108
}

/// A URB as the client submitted it. struct usbdevfs_urb is 56 bytes: type at 0, endpoint at 1,
/// status at 4, flags at 8, buffer at 16, buffer length at 24, actual length at 28.
struct URB: Sendable {
    enum Kind: UInt8 {
        case isochronous, interrupt, control, bulk
    }

    static let structLength = 56
    static let statusOffset: UInt64 = 4
    static let actualLengthOffset: UInt64 = 28
    static let setupLength = 8
    /// More than a transfer of ours ever is; keeps a broken client from exhausting memory.
    static let longestBuffer = 1 << 20

    /// Where the struct lies in the client's memory: the URB's identity.
    let address: UInt64
    let kind: Kind
    let endpoint: UInt8
    let buffer: UInt64
    let length: Int

    init?(address: UInt64, bytes: [UInt8]) {
        guard bytes.count == Self.structLength, let kind = Kind(rawValue: bytes[0]) else {
            return nil
        }
        func number(_ offset: Int, _ count: Int) -> UInt64 {
            (0..<count).reduce(0) { $0 | UInt64(bytes[offset + $1]) << (8 * $1) }
        }
        let length = Int(number(24, 4))
        guard length <= Self.longestBuffer else { return nil }
        self.address = address
        self.kind = kind
        self.length = length
        endpoint = bytes[1]
        buffer = number(16, 8)
    }

    /// Bytes the client must hand over when it submits: OUT data, or a control's set-up and data.
    var carriesData: Bool { kind == .control || endpoint & 0x80 == 0 }
}

/// A URB that ended and waits to be reaped.
struct CompletedURB: Sendable {
    let urb: URB
    /// 0 or a negative errno.
    let status: Int32
    /// Bytes to store in the client's buffer, after the set-up for a control transfer.
    let incoming: [UInt8]
    /// Bytes moved without the set-up.
    let count: Int
}
