internal import KioskPorts

/// The card's end of T=1 (ISO/IEC 7816-3, 11), with a check and a reading of blocks of its own.
struct T1Card {
    private let kind: ContactCardKind
    /// The most that it may send in a block: 32 until the reader says more.
    var mostSent = 32
    /// N(S) of its next block, and the one that it awaits.
    private var ownNumber: UInt8 = 0
    private var awaited: UInt8 = 0
    private var command: [UInt8] = []
    /// Pieces of the answer that were not acknowledged yet.
    private var answer: [UInt8] = []
    private var piece = 0
    private var isAnswering = false
    private var last: [UInt8] = []
    private var previous: [UInt8] = []
    private var waitsLeft = 0
    private var askedSize = false
    private var count = 0

    init(_ kind: ContactCardKind) { self.kind = kind }

    mutating func take(
        _ bytes: [UInt8], _ card: any PresentedCard, now: Duration
    ) -> PresentedCardReply {
        guard isSound(bytes) else { return said(block(0x81 | awaited << 4)) }
        let control = bytes[1]
        let information = Array(bytes[3..<(3 + Int(bytes[2]))])
        if control & 0x80 == 0 { return takePiece(control, information, card, now) }
        if control & 0x40 == 0 { return takeAcknowledgement(control >> 4 & 1) }
        return takeSupervision(control, information)
    }

    private mutating func takePiece(
        _ control: UInt8, _ information: [UInt8], _ card: any PresentedCard, _ now: Duration
    ) -> PresentedCardReply {
        guard control >> 6 & 1 == awaited else { return said(block(0x82 | awaited << 4)) }
        awaited ^= 1
        if isAnswering {
            // The command that comes now acknowledges the answer of before.
            isAnswering = false
            ownNumber ^= 1
        }
        command += information
        guard control & 0x20 == 0 else { return said(block(0x80 | awaited << 4)) }
        let reply = card.transmit(command, now: now)
        command = []
        guard let response = reply.response else {
            return PresentedCardReply(response: nil, takes: reply.takes)
        }
        (answer, piece, isAnswering) = (response, 0, true)
        waitsLeft = kind.waits
        let next = goOn()
        return PresentedCardReply(response: next.response, takes: reply.takes + next.takes)
    }

    /// Its wishes first, then the answer.
    private mutating func goOn() -> PresentedCardReply {
        if waitsLeft > 0 {
            waitsLeft -= 1
            return said(block(0xC3, [2]))
        }
        if let size = kind.laterSize, !askedSize {
            askedSize = true
            return said(block(0xC1, [size]))
        }
        return sendPiece()
    }

    private mutating func sendPiece() -> PresentedCardReply {
        let part = Array(answer.prefix(mostSent))
        piece = part.count
        let more: UInt8 = part.count < answer.count ? 0x20 : 0
        return said(block(ownNumber << 6 | more, part))
    }

    private mutating func takeAcknowledgement(_ number: UInt8) -> PresentedCardReply {
        guard isAnswering, number != ownNumber, piece < answer.count else {
            return said(last.isEmpty ? block(0x82 | awaited << 4) : last, isRepeat: true)
        }
        answer.removeFirst(piece)
        ownNumber ^= 1
        return sendPiece()
    }

    private mutating func takeSupervision(
        _ control: UInt8, _ information: [UInt8]
    ) -> PresentedCardReply {
        switch control {
        case 0xC0:
            (ownNumber, awaited, command, answer, isAnswering) = (0, 0, [], [], false)
            return said(block(0xE0))
        case 0xC1:
            mostSent = Int(information[0])
            return said(block(0xE1, information))
        case 0xE1, 0xE3: return goOn()
        case 0xE2: return said(block(0x80 | awaited << 4))
        case _: return said(block(0x82 | awaited << 4))
        }
    }

    private func block(_ control: UInt8, _ information: [UInt8] = []) -> [UInt8] {
        let body = [0, control, UInt8(information.count)] + information
        return body + sum(body)
    }

    /// The check: an exclusive-or, or a CRC bit by bit.
    private func sum(_ bytes: [UInt8]) -> [UInt8] {
        guard kind.hasCRC else { return [bytes.reduce(0) { $0 ^ $1 }] }
        var register: UInt16 = 0xFFFF
        for byte in bytes {
            for bit in 0..<8 {
                let isOne = (UInt16(byte) >> bit ^ register) & 1 == 1
                register >>= 1
                if isOne { register ^= 0x8408 }
            }
        }
        return [UInt8(register >> 8), UInt8(register & 0xFF)]
    }

    private func isSound(_ bytes: [UInt8]) -> Bool {
        let checkLength = kind.hasCRC ? 2 : 1
        guard bytes.count >= 3 + checkLength, bytes[0] == 0,
            bytes.count == 3 + Int(bytes[2]) + checkLength
        else { return false }
        return sum(Array(bytes.dropLast(checkLength))) == Array(bytes.suffix(checkLength))
    }

    private mutating func said(_ bytes: [UInt8], isRepeat: Bool = false) -> PresentedCardReply {
        count += 1
        if !isRepeat { (previous, last) = (last, bytes) }
        let takes = Duration.milliseconds(3)
        guard let mishap = kind.mishaps[count] ?? kind.everMishap else {
            return PresentedCardReply(response: bytes, takes: takes)
        }
        return PresentedCardReply(response: spoiled(bytes, mishap), takes: takes)
    }

    private func spoiled(_ bytes: [UInt8], _ mishap: ContactMishap) -> [UInt8]? {
        switch mishap {
        case .damaged: return Array(bytes.dropLast()) + [bytes[bytes.count - 1] ^ 0x40]
        case .lost: return nil
        case .longer: return bytes + [0]
        case .shorter: return Array(bytes.dropLast())
        case .repeated: return previous.isEmpty ? nil : previous
        case .wrongSequence:
            let isPiece = bytes[1] & 0x80 == 0
            let body =
                [bytes[0], bytes[1] ^ (isPiece ? 0x40 : 0x10)] + bytes[2..<(3 + Int(bytes[2]))]
            return body + sum(body)
        case .abort: return block(0xC2)
        case .wantsTime: return block(0xC3, [1])
        case .neverEnds: return block(ownNumber << 6 | 0x20, [0])
        case .nonsense: return [0xA5, 0xA5, 0xA5]
        }
    }
}
