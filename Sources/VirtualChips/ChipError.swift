/// A refusal by the chip: the status byte that it answers. Every refusal ends the session.
struct ChipError: Error, Hashable {
    let status: UInt8

    static let noChanges = ChipError(status: 0x0C)
    static let outOfMemory = ChipError(status: 0x0E)
    static let illegalCommand = ChipError(status: 0x1C)
    static let integrity = ChipError(status: 0x1E)
    static let noSuchKey = ChipError(status: 0x40)
    static let length = ChipError(status: 0x7E)
    static let permissionDenied = ChipError(status: 0x9D)
    static let parameter = ChipError(status: 0x9E)
    static let applicationNotFound = ChipError(status: 0xA0)
    static let applicationIntegrity = ChipError(status: 0xA1)
    static let authentication = ChipError(status: 0xAE)
    static let boundary = ChipError(status: 0xBE)
    static let aborted = ChipError(status: 0xCA)
    static let count = ChipError(status: 0xCE)
    static let duplicate = ChipError(status: 0xDE)
    static let fileNotFound = ChipError(status: 0xF0)
}

/// How a command's payload is protected, by the rules of the chip.
enum ChipProtection: Hashable {
    /// Never protected, in no session: selection and authentication.
    case none
    /// Commands on card and application.
    case control
    /// Files, by their communication byte.
    case plain
    case mac
    case full

    init(communication: UInt8) {
        switch communication & 0x03 {
        case 0x01: self = .mac
        case 0x03: self = .full
        default: self = .plain
        }
    }
}

/// What a command leaves to be sent.
struct ChipReply {
    var data: [UInt8] = []
    var protection = ChipProtection.control
    /// The session is over, and the answer is bare.
    var endsSession = false
}
