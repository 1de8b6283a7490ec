/// The check at the end of a T=1 block (ISO/IEC 7816-3, 11.4.4).
package enum T1Check: Hashable, Sendable, CaseIterable {
    /// The exclusive-or of all bytes.
    case lrc
    /// CRC-16 of ISO/IEC 13239, begun with ones and not inverted, its high byte first.
    case crc

    package var length: Int {
        switch self {
        case .lrc: 1
        case .crc: 2
        }
    }

    func of(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .lrc: return [bytes.reduce(0, ^)]
        case .crc:
            let sum = bytes.reduce(UInt16(0xFFFF)) { sum, byte in
                (0..<8).reduce(sum ^ UInt16(byte)) { value, _ in
                    value & 1 == 0 ? value >> 1 : value >> 1 ^ 0x8408
                }
            }
            return [UInt8(sum >> 8), UInt8(truncatingIfNeeded: sum)]
        }
    }
}

/// A block of T=1: node address 00, control byte, length, information, check (ISO/IEC 7816-3, 11.3).
package struct T1Block: Hashable, Sendable {
    /// What the control byte says.
    package enum Kind: Hashable, Sendable {
        /// A piece of a command or an answer, and whether another follows it.
        case information(sequence: UInt8, more: Bool)
        /// What is awaited next; with an error it is asked for again.
        case ready(sequence: UInt8, T1Complaint)
        case request(T1Supervision)
        case response(T1Supervision)
    }

    /// Address, control byte and length.
    package static let prologue = 3
    package static let longestInformation = 254

    package let kind: Kind
    package let information: [UInt8]

    /// - Precondition: at most 254 bytes of information.
    package init(_ kind: Kind, _ information: [UInt8] = []) {
        precondition(information.count <= Self.longestInformation)
        self.kind = kind
        self.information = information
    }

    package init(parsing bytes: [UInt8], check: T1Check) throws(T1BlockFault) {
        guard bytes.count >= Self.prologue + check.length else { throw .tooShort(bytes.count) }
        let length = Int(bytes[2])
        guard length <= Self.longestInformation,
            bytes.count == Self.prologue + length + check.length
        else { throw .length(stated: length, bytes: bytes.count) }
        let body = Array(bytes.dropLast(check.length))
        guard check.of(body) == Array(bytes.suffix(check.length)) else { throw .check }
        guard bytes[0] == 0 else { throw .address(bytes[0]) }
        guard let kind = Self.kind(of: bytes[1]), Self.fits(kind, length) else {
            throw .control(bytes[1])
        }
        self.kind = kind
        information = Array(body.dropFirst(Self.prologue))
    }

    /// What a control byte says; nil for one that the standard does not have.
    package static func kind(of control: UInt8) -> Kind? {
        if control & 0x80 == 0 {
            guard control & 0x1F == 0 else { return nil }
            return .information(sequence: control >> 6 & 1, more: control & 0x20 != 0)
        }
        if control & 0x40 == 0 {
            guard control & 0x2C == 0, let complaint = T1Complaint(rawValue: control & 0x03)
            else { return nil }
            return .ready(sequence: control >> 4 & 1, complaint)
        }
        guard let supervision = T1Supervision(rawValue: control & 0x1F) else { return nil }
        return control & 0x20 == 0 ? .request(supervision) : .response(supervision)
    }

    private static func fits(_ kind: Kind, _ length: Int) -> Bool {
        switch kind {
        case .information: true
        case .ready: length == 0
        case .request(let supervision), .response(let supervision):
            length == supervision.informationLength
        }
    }

    package func bytes(_ check: T1Check) -> [UInt8] {
        let body = [0, control, UInt8(information.count)] + information
        return body + check.of(body)
    }

    private var control: UInt8 {
        switch kind {
        case .information(let sequence, let more): sequence << 6 | (more ? 0x20 : 0)
        case .ready(let sequence, let complaint): 0x80 | sequence << 4 | complaint.rawValue
        case .request(let supervision): 0xC0 | supervision.rawValue
        case .response(let supervision): 0xE0 | supervision.rawValue
        }
    }
}

/// Why a block is asked for again.
package enum T1Complaint: UInt8, Hashable, Sendable, CaseIterable {
    case none, check, other
}

/// What supervisory blocks are about.
package enum T1Supervision: UInt8, Hashable, Sendable, CaseIterable {
    case resynchronise, informationSize, abort, waitingTime

    var informationLength: Int {
        switch self {
        case .resynchronise, .abort: 0
        case .informationSize, .waitingTime: 1
        }
    }
}

/// Why bytes are no block.
package enum T1BlockFault: Error, Hashable, Sendable {
    case tooShort(Int)
    case length(stated: Int, bytes: Int)
    case check
    case address(UInt8)
    case control(UInt8)
}
