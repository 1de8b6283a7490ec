internal import KioskPorts

/// The card's end of T=0: TPDUs, and procedure bytes where the reader leaves them to the host.
struct T0Card {
    /// Instructions that take data; a card knows its own (ISO/IEC 7816-4, 5.1.2).
    private static let takingData: Set<UInt8> = [
        0xA4, 0xD6, 0xDC, 0xE2, 0x82, 0x88, 0x20, 0xC2, 0xDA, 0xD4, 0xE0,
    ]
    /// Those that move no data either way.
    private static let withoutData: Set<UInt8> = [0x44]
    private static let getResponse: UInt8 = 0xC0
    private static let envelope: UInt8 = 0xC2

    private enum Spelling {
        case header
        /// Data still to come to the card.
        case taking(header: [UInt8], data: [UInt8])
        /// What is still to be sent, and whether a procedure byte is next.
        case giving(instruction: UInt8, data: [UInt8], word: [UInt8], isProcedure: Bool)
        case word([UInt8])
        case ended([UInt8])
    }

    private let kind: ContactCardKind
    /// The rest of an answer, which is to be asked for.
    private var waiting: [UInt8] = []
    private var word: [UInt8] = [0x90, 0x00]
    private var enveloped: [UInt8] = []
    private var spelling = Spelling.header
    private var owesTime = true
    private var count = 0
    private var previous: [UInt8] = []

    init(_ kind: ContactCardKind) { self.kind = kind }

    /// A TPDU, and what the reader makes of the card's bytes: data and status word.
    mutating func take(
        _ tpdu: [UInt8], _ card: any PresentedCard, now: Duration
    ) -> PresentedCardReply {
        guard tpdu.count >= 5 else { return PresentedCardReply(response: nil, takes: .zero) }
        let (response, takes) = carryOut(tpdu, card, now)
        return PresentedCardReply(response: spoiled(response), takes: takes)
    }

    private mutating func carryOut(
        _ tpdu: [UInt8], _ card: any PresentedCard, _ now: Duration
    ) -> ([UInt8]?, Duration) {
        let asked = tpdu[4] == 0 ? 256 : Int(tpdu[4])
        switch tpdu[1] {
        case Self.getResponse where !waiting.isEmpty: return (give(asked), .milliseconds(2))
        case Self.envelope:
            enveloped += tpdu.dropFirst(5)
            guard isWhole(enveloped) else { return ([0x90, 0x00], .milliseconds(2)) }
            defer { enveloped = [] }
            return ask(card, enveloped, now)
        case let instruction where Self.withoutData.contains(instruction):
            return ask(card, Array(tpdu.prefix(4)), now)
        case _ where tpdu.count > 5: return ask(card, tpdu, now)
        case _:
            let reply = card.transmit(tpdu, now: now)
            guard let response = reply.response else { return (nil, reply.takes) }
            (waiting, word) = (Array(response.dropLast(2)), Array(response.suffix(2)))
            guard waiting.count != asked else { return (give(asked), reply.takes) }
            // It has another length, and says so; more than a byte tells is fetched.
            guard waiting.count > asked || waiting.isEmpty else {
                return ([0x6C, UInt8(waiting.count)], reply.takes)
            }
            return (give(asked), reply.takes)
        }
    }

    /// A command with data: its answer is to be fetched.
    private mutating func ask(
        _ card: any PresentedCard, _ apdu: [UInt8], _ now: Duration
    ) -> ([UInt8]?, Duration) {
        let reply = card.transmit(apdu, now: now)
        guard let response = reply.response else { return (nil, reply.takes) }
        (waiting, word) = (Array(response.dropLast(2)), Array(response.suffix(2)))
        guard !waiting.isEmpty else { return (word, reply.takes) }
        return ([0x61, UInt8(truncatingIfNeeded: min(256, waiting.count))], reply.takes)
    }

    private mutating func give(_ asked: Int) -> [UInt8] {
        // Nothing is left: GET RESPONSE has no meaning.
        if waiting.isEmpty { return word }
        guard asked <= waiting.count else {
            return [0x6C, UInt8(truncatingIfNeeded: waiting.count)]
        }
        let part = Array(waiting.prefix(asked))
        waiting.removeFirst(asked)
        guard !waiting.isEmpty else { return part + word }
        return part + [0x61, UInt8(truncatingIfNeeded: min(256, waiting.count))]
    }

    /// Whether an enveloped command with extended lengths is all there.
    private func isWhole(_ apdu: [UInt8]) -> Bool {
        guard apdu.count > 7 else { return false }
        let data = Int(apdu[5]) << 8 | Int(apdu[6])
        return apdu.count >= 7 + data
    }

    private mutating func spoiled(_ response: [UInt8]?) -> [UInt8]? {
        count += 1
        guard let response, let mishap = kind.mishaps[count] ?? kind.everMishap else {
            previous = response ?? []
            return response
        }
        switch mishap {
        case .damaged, .lost, .abort: return nil
        case .longer: return [0xAA] + [UInt8](repeating: 0xAA, count: 256) + response
        case .shorter: return Array(response.dropLast(response.count - 1))
        case .repeated: return previous
        case .wrongSequence, .nonsense: return [0x00]
        case .wantsTime: return []
        case .neverEnds: return [0x61, 0x01]
        }
    }
}

/// Character by character (10.3.3): procedure bytes say how it goes on.
extension T0Card {
    /// What the card sends next; empty for nothing.
    mutating func spell(
        _ bytes: [UInt8], _ card: any PresentedCard, now: Duration
    ) -> PresentedCardReply {
        if kind.everMishap == .wantsTime { return said([0x60]) }
        if kind.everMishap == .nonsense { return said([0x00]) }
        switch spelling {
        case .header:
            guard bytes.count == 5 else { return said([]) }
            return begin(bytes, card, now)
        case .taking(let header, let data):
            let all = data + bytes
            guard all.count >= Int(header[4]) else {
                spelling = .taking(header: header, data: all)
                return said([procedure(header[1])])
            }
            return finish(header + all, card, now)
        case .giving(let instruction, let data, let word, let isProcedure):
            return give(instruction, data, word, isProcedure)
        case .word(let word):
            spelling = .ended(Array(word.dropFirst()))
            return said([word[0]])
        case .ended(let rest):
            spelling = .header
            return said(rest)
        }
    }

    private mutating func begin(
        _ header: [UInt8], _ card: any PresentedCard, _ now: Duration
    ) -> PresentedCardReply {
        guard Self.takingData.contains(header[1]), header[4] > 0 else {
            return finish(header, card, now)
        }
        spelling = .taking(header: header, data: [])
        return said([procedure(header[1])])
    }

    /// Lets all data pass, or one byte; a slow one asks for time first.
    private mutating func procedure(_ instruction: UInt8) -> UInt8 {
        guard kind.isSlowSpeller else { return instruction }
        owesTime.toggle()
        return owesTime ? ~instruction : 0x60
    }

    private mutating func finish(
        _ tpdu: [UInt8], _ card: any PresentedCard, _ now: Duration
    ) -> PresentedCardReply {
        spelling = .header
        let reply = take(tpdu, card, now: now)
        guard let response = reply.response, response.count >= 2 else { return reply }
        let word = Array(response.suffix(2))
        let data = Array(response.dropLast(2))
        spelling =
            data.isEmpty
            ? .word(word)
            : .giving(instruction: tpdu[1], data: data, word: word, isProcedure: true)
        let next = spell([], card, now: now)
        return PresentedCardReply(response: next.response, takes: reply.takes + next.takes)
    }

    private mutating func give(
        _ instruction: UInt8, _ data: [UInt8], _ word: [UInt8], _ isProcedure: Bool
    ) -> PresentedCardReply {
        guard !isProcedure else {
            spelling = .giving(
                instruction: instruction, data: data, word: word, isProcedure: false)
            return said([kind.isSlowSpeller ? ~instruction : instruction])
        }
        let piece = kind.isSlowSpeller ? Array(data.prefix(1)) : data
        let left = Array(data.dropFirst(piece.count))
        spelling =
            left.isEmpty
            ? .word(word)
            : .giving(instruction: instruction, data: left, word: word, isProcedure: true)
        return said(piece)
    }

    private func said(_ bytes: [UInt8]) -> PresentedCardReply {
        PresentedCardReply(response: bytes, takes: .milliseconds(1))
    }
}
