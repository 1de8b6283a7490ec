internal import KioskPorts

/// A card with contacts in a slot: the commands of a presented card behind a protocol of ISO/IEC 7816-3.
///
/// Written against the standard and not against the driver, with which it shares nothing: what one end says the other has to
/// understand.
struct ContactCard {
    private enum Speaker {
        case t0(T0Card)
        case t1(T1Card)
    }

    private let kind: ContactCardKind
    private var speaker: Speaker
    /// Before the first command a selection may come (9.1).
    private var isFresh = true
    /// Protocol and speed that it is in.
    private(set) var speech: ContactCardKind.Speech
    private(set) var speed: UInt8 = 0x11

    init(_ kind: ContactCardKind) {
        self.kind = kind
        speech = kind.speech
        speaker = Self.speaker(kind.speech, kind)
    }

    private static func speaker(
        _ speech: ContactCardKind.Speech, _ kind: ContactCardKind
    ) -> Speaker {
        switch speech {
        case .t0: .t0(T0Card(kind))
        case .t1: .t1(T1Card(kind))
        }
    }

    /// What a reader says that sets it by itself.
    mutating func select(_ speech: ContactCardKind.Speech, speed: UInt8) {
        (self.speech, self.speed) = (speech, speed)
        speaker = Self.speaker(speech, kind)
        isFresh = false
    }

    /// A reader that tells of its size by itself.
    mutating func learn(informationSize: UInt8) {
        guard case .t1(var t1) = speaker else { return }
        t1.mostSent = Int(informationSize)
        speaker = .t1(t1)
    }

    /// Bytes in, bytes out; nil when it says nothing.
    mutating func take(
        _ bytes: [UInt8], _ card: any PresentedCard, now: Duration
    ) -> PresentedCardReply {
        if isFresh, bytes.first == 0xFF { return answerSelection(bytes) }
        isFresh = false
        switch speaker {
        case .t0(var t0):
            defer { speaker = .t0(t0) }
            return t0.take(bytes, card, now: now)
        case .t1(var t1):
            defer { speaker = .t1(t1) }
            return t1.take(bytes, card, now: now)
        }
    }

    /// One character exchange of T=0, in which the card says how it goes on.
    mutating func spell(
        _ bytes: [UInt8], _ card: any PresentedCard, now: Duration
    ) -> PresentedCardReply? {
        guard !(isFresh && bytes.first == 0xFF), case .t0(var t0) = speaker else { return nil }
        isFresh = false
        defer { speaker = .t0(t0) }
        return t0.spell(bytes, card, now: now)
    }

    /// PPSS, PPS0, PPS1, PCK (9.2).
    private mutating func answerSelection(_ bytes: [UInt8]) -> PresentedCardReply {
        let silent = PresentedCardReply(response: nil, takes: .milliseconds(10))
        guard !kind.refusesSelection, bytes.count >= 3, bytes.reduce(0, ^) == 0,
            let wanted = ContactCardKind.Speech(rawValue: bytes[1] & 0x0F),
            kind.offers(wanted)
        else { return silent }
        guard !kind.misconfirmsSelection else {
            let body = [0xFF, wanted.rawValue]
            return PresentedCardReply(
                response: body + [body.reduce(0, ^)], takes: .milliseconds(10))
        }
        let speed: UInt8 = bytes[1] & 0x10 == 0 ? 0x11 : bytes[2]
        guard speed == 0x11 || speed == kind.speed else { return silent }
        select(wanted, speed: speed)
        return PresentedCardReply(response: bytes, takes: .milliseconds(10))
    }
}
