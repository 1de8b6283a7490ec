/// A status word other than 9000 (FMCOS 2.0 user manual, 6.2).
struct FMCOSStatus: Error, Hashable {
    let word: UInt16

    static let checkSum = FMCOSStatus(word: 0x6283)
    static let wrongLength = FMCOSStatus(word: 0x6700)
    static let classMismatch = FMCOSStatus(word: 0x6900)
    static let invalidState = FMCOSStatus(word: 0x6901)
    static let wrongFileKind = FMCOSStatus(word: 0x6981)
    static let securityState = FMCOSStatus(word: 0x6982)
    static let keyLocked = FMCOSStatus(word: 0x6983)
    static let conditions = FMCOSStatus(word: 0x6985)
    static let noMAC = FMCOSStatus(word: 0x6987)
    static let wrongLineMAC = FMCOSStatus(word: 0x6988)
    static let data = FMCOSStatus(word: 0x6A80)
    static let locked = FMCOSStatus(word: 0x6A81)
    static let fileNotFound = FMCOSStatus(word: 0x6A82)
    static let recordNotFound = FMCOSStatus(word: 0x6A83)
    static let parameters = FMCOSStatus(word: 0x6A86)
    static let keyNotFound = FMCOSStatus(word: 0x6A88)
    static let offset = FMCOSStatus(word: 0x6B00)
    static let instruction = FMCOSStatus(word: 0x6D00)
    static let cardClass = FMCOSStatus(word: 0x6E00)
    static let wrongMAC = FMCOSStatus(word: 0x9302)
    static let lockedForever = FMCOSStatus(word: 0x9303)
    static let purseKeyNotFound = FMCOSStatus(word: 0x9403)
    static let balance = FMCOSStatus(word: 0x9401)
    static let noProof = FMCOSStatus(word: 0x9406)

    static func tries(left: UInt8) -> FMCOSStatus { FMCOSStatus(word: 0x63C0 | UInt16(left)) }

    var bytes: [UInt8] { [UInt8(word >> 8), UInt8(word & 0xFF)] }
}

/// A command APDU taken apart.
struct FMCOSCommand {
    let cla: UInt8
    let instruction: UInt8
    let p1: UInt8
    let p2: UInt8
    let data: [UInt8]
    /// The length that is expected; nil when the command says none.
    let expected: Int?

    /// Nil when the lengths do not agree.
    init?(_ apdu: [UInt8]) {
        guard apdu.count >= 4 else { return nil }
        (cla, instruction, p1, p2) = (apdu[0], apdu[1], apdu[2], apdu[3])
        if apdu.count <= 5 {
            data = []
            expected = apdu.count == 5 ? Int(apdu[4]) : nil
            return
        }
        let length = Int(apdu[4])
        guard [5 + length, 6 + length].contains(apdu.count) else { return nil }
        data = Array(apdu[5..<5 + length])
        expected = apdu.count == 6 + length ? Int(apdu[5 + length]) : nil
    }

    /// Header and length, as a MAC covers them.
    var header: [UInt8] { [cla, instruction, p1, p2, UInt8(data.count)] }
    /// P1 and P2 as one number.
    var parameter: UInt16 { UInt16(p1) << 8 | UInt16(p2) }
    /// Bit 2 of the class byte: the data end with a MAC.
    var isProtected: Bool { cla & 0x04 != 0 }
}
