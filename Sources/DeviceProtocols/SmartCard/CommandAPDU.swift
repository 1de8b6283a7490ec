/// A command APDU taken apart (ISO/IEC 7816-4, 5.1; 7816-3, 12.1.3).
package struct CommandAPDU: Hashable, Sendable {
    /// The most data that a command with a length of one byte carries, and the most that it may ask for.
    package static let shortData = 255
    package static let shortAnswer = 256
    private static let longestAnswer = 65_536

    /// Class, instruction and two parameters.
    package let header: [UInt8]
    package let data: [UInt8]
    /// Ne: the most bytes that the answer may have before its status word; 0 when none are asked for.
    package let expected: Int
    /// Its lengths are given in three and two bytes, whether they need them or not.
    package let isExtended: Bool

    /// - Precondition: the header has four bytes, and the lengths are within those of an APDU.
    package init(header: [UInt8], data: [UInt8], expected: Int, isExtended: Bool = false) {
        precondition(header.count == 4, "a command's header has four bytes")
        precondition(data.count <= 65_535 && (0...Self.longestAnswer).contains(expected))
        self.header = header
        self.data = data
        self.expected = expected
        self.isExtended = isExtended
    }

    package init(_ bytes: [UInt8]) throws(CommandAPDUFault) {
        guard bytes.count >= 4 else { throw .tooShort(bytes.count) }
        let header = Array(bytes.prefix(4))
        guard bytes.count > 4 else {
            self.init(header: header, data: [], expected: 0)
            return
        }
        let first = Int(bytes[4])
        if bytes.count == 5 {
            self.init(header: header, data: [], expected: first == 0 ? Self.shortAnswer : first)
            return
        }
        if first == 0 {
            try self.init(extended: bytes, header)
            return
        }
        switch bytes.count - 5 - first {
        case 0: self.init(header: header, data: Array(bytes[5...]), expected: 0)
        case 1:
            let expected = Int(bytes[bytes.count - 1])
            self.init(
                header: header, data: Array(bytes[5..<bytes.count - 1]),
                expected: expected == 0 ? Self.shortAnswer : expected)
        default: throw .length(stated: first, bytes: bytes.count)
        }
    }

    /// Behind a zero, two bytes are one of the lengths.
    private init(extended bytes: [UInt8], _ header: [UInt8]) throws(CommandAPDUFault) {
        guard bytes.count >= 7 else { throw .length(stated: 0, bytes: bytes.count) }
        let first = Self.number(bytes, at: 5)
        if bytes.count == 7 {
            self.init(
                header: header, data: [], expected: first == 0 ? Self.longestAnswer : first,
                isExtended: true)
            return
        }
        guard first > 0 else { throw .length(stated: 0, bytes: bytes.count) }
        switch bytes.count - 7 - first {
        case 0:
            self.init(header: header, data: Array(bytes[7...]), expected: 0, isExtended: true)
        case 2:
            let expected = Self.number(bytes, at: bytes.count - 2)
            self.init(
                header: header, data: Array(bytes[7..<bytes.count - 2]),
                expected: expected == 0 ? Self.longestAnswer : expected, isExtended: true)
        default: throw .length(stated: first, bytes: bytes.count)
        }
    }

    private static func number(_ bytes: [UInt8], at offset: Int) -> Int {
        Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
    }

    /// The bytes of a short command.
    /// - Precondition: at most 255 bytes of data, and at most 256 expected ones.
    package var short: [UInt8] {
        precondition(data.count <= Self.shortData && expected <= Self.shortAnswer)
        let body = data.isEmpty ? [] : [UInt8(data.count)] + data
        return header + body + (expected > 0 ? [UInt8(truncatingIfNeeded: expected)] : [])
    }

    /// The command that asks for what is left of an answer (ISO/IEC 7816-4, 7.6.1). The class is that of the command's
    /// channel; proprietary classes have no bits for it, and GSM's own takes none but itself (ETSI TS 151 011, 9.2).
    package static func getResponse(after cla: UInt8, expecting count: Int) -> CommandAPDU {
        let kept: UInt8 = cla == 0xA0 || cla == 0xFF ? cla : cla & 0x80 == 0 ? cla & 0x03 : 0
        return CommandAPDU(
            header: [kept, 0xC0, 0, 0], data: [], expected: min(count, shortAnswer))
    }
}

/// Why bytes are no command APDU.
package enum CommandAPDUFault: Error, Hashable, Sendable {
    /// Less than a header, in bytes.
    case tooShort(Int)
    /// Its length fits none of the four cases.
    case length(stated: Int, bytes: Int)
}

/// The two bytes at the end of every response (ISO/IEC 7816-4, 5.6), as far as the transport of commands needs them.
enum ResponseStatus: Hashable {
    case done
    /// So many bytes of the answer are still to be asked for; 256 stands for "as many or more".
    case more(Int)
    /// The command is to be sent again, with this length.
    case wrongLength(Int)
    case other

    /// - Precondition: at least two bytes.
    init(of response: [UInt8]) {
        let second = Int(response[response.count - 1])
        let count = second == 0 ? CommandAPDU.shortAnswer : second
        switch response[response.count - 2] {
        case 0x90 where second == 0: self = .done
        case 0x61: self = .more(count)
        case 0x6C: self = .wrongLength(count)
        case _: self = .other
        }
    }
}
