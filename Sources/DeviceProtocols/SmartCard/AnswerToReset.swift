/// What a card with contacts says of itself after a reset (ISO/IEC 7816-3, 8.2).
package struct AnswerToReset: Hashable, Sendable {
    /// TA2: the card is in one protocol, and takes no selection.
    package struct SpecificMode: Hashable, Sendable {
        package let cardProtocol: UInt8
        /// The speed is none that TA1 tells.
        package let hasOtherSpeed: Bool
    }

    /// The longest, TS included.
    package static let longest = 33
    /// F 372, D 1: what every card does before a selection.
    package static let firstSpeed: UInt8 = 0x11

    package let isInverse: Bool
    /// Protocols in the order of the card's liking, the first of which it is in after a reset. Never empty.
    package let offered: [UInt8]
    package let specificMode: SpecificMode?
    /// TA1: the fastest that the card can, as indices of F and D.
    package let speed: UInt8
    /// TC1: extra guard time; 255 is the least of the protocol.
    package let extraGuardTime: UInt8
    /// TC2 (8.3, 10.2): the waiting integer of T=0.
    package let waitingInteger: UInt8
    /// The first of TA, TB and TC behind an announcement of T=1 (11.4).
    package let informationSize: UInt8
    package let blockWaitingIntegers: UInt8
    package let check: T1Check
    package let historical: [UInt8]

    package init(_ bytes: [UInt8]) throws(AnswerToResetFault) {
        guard bytes.count >= 2 else { throw .tooShort(bytes.count) }
        guard bytes.count <= Self.longest else { throw .tooLong(bytes.count) }
        switch bytes[0] {
        case 0x3B: isInverse = false
        case 0x3F, 0x03: isInverse = true
        default: throw .initialCharacter(bytes[0])
        }
        var reading = InterfaceBytes(bytes)
        try reading.readAll()
        let end = reading.position + Int(bytes[1] & 0x0F)
        let hasCheck = reading.hasCheck
        guard bytes.count >= end + (hasCheck ? 1 : 0) else { throw .tooShort(bytes.count) }
        guard bytes.count == end + (hasCheck ? 1 : 0) else { throw .tooLong(bytes.count) }
        if hasCheck, bytes.dropFirst().reduce(0, ^) != 0 { throw .check }
        historical = Array(bytes[reading.position..<end])
        offered = reading.offered.isEmpty ? [0] : reading.offered
        specificMode = reading.specific.map {
            SpecificMode(cardProtocol: $0 & 0x0F, hasOtherSpeed: $0 & 0x10 != 0)
        }
        speed = reading.speed ?? Self.firstSpeed
        extraGuardTime = reading.guardTime ?? 0
        waitingInteger = reading.waitingInteger ?? 10
        informationSize = reading.informationSize ?? 32
        blockWaitingIntegers = reading.blockWaitingIntegers ?? 0x4D
        check = reading.checkKind.map { $0 & 1 == 0 ? .lrc : .crc } ?? .lrc
        guard (1...254).contains(informationSize) else {
            throw .informationSize(informationSize)
        }
    }
}

/// Why an answer to reset cannot be read.
package enum AnswerToResetFault: Error, Hashable, Sendable {
    case tooShort(Int)
    /// More bytes than it announces, or than any has.
    case tooLong(Int)
    case initialCharacter(UInt8)
    case check
    /// IFSC 0 and 255 are reserved.
    case informationSize(UInt8)
}

/// The walk through the interface bytes: each TD says which of the next four there are, and for which protocol they are.
private struct InterfaceBytes {
    private let bytes: [UInt8]
    /// Behind the last one read.
    private(set) var position = 2
    private(set) var offered: [UInt8] = []
    /// Anything but T=0 is announced (8.2.5).
    private(set) var hasCheck = false
    private(set) var specific: UInt8?
    private(set) var speed: UInt8?
    private(set) var guardTime: UInt8?
    private(set) var waitingInteger: UInt8?
    private(set) var informationSize: UInt8?
    private(set) var blockWaitingIntegers: UInt8?
    private(set) var checkKind: UInt8?

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func readAll() throws(AnswerToResetFault) {
        var group = 1
        var which = bytes[1] >> 4
        /// Of the group; the first two are for all protocols.
        var cardProtocol: UInt8 = 0
        while which != 0 {
            let ta = try read(if: which & 1 != 0)
            let tb = try read(if: which & 2 != 0)
            let tc = try read(if: which & 4 != 0)
            file(ta, tb, tc, group, cardProtocol)
            guard let td = try read(if: which & 8 != 0) else { return }
            cardProtocol = td & 0x0F
            hasCheck = hasCheck || cardProtocol != 0
            // 15 announces bytes that are for all protocols, and is none.
            if cardProtocol != 15, !offered.contains(cardProtocol) { offered.append(cardProtocol) }
            which = td >> 4
            group += 1
        }
    }

    private mutating func read(if isThere: Bool) throws(AnswerToResetFault) -> UInt8? {
        guard isThere else { return nil }
        guard position < bytes.count else { throw .tooShort(bytes.count) }
        defer { position += 1 }
        return bytes[position]
    }

    private mutating func file(
        _ ta: UInt8?, _ tb: UInt8?, _ tc: UInt8?, _ group: Int, _ cardProtocol: UInt8
    ) {
        switch (group, cardProtocol) {
        case (1, _): (speed, guardTime) = (ta, tc)
        case (2, _): (specific, waitingInteger) = (ta, tc)
        case (_, 1):
            informationSize = informationSize ?? ta
            blockWaitingIntegers = blockWaitingIntegers ?? tb
            checkKind = checkKind ?? tc
        case (_, _): break
        }
    }
}
