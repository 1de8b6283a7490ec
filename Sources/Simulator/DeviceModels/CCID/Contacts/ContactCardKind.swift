/// What a simulated card with contacts speaks, and what it does wrongly.
package struct ContactCardKind: Hashable, Sendable {
    /// Its first protocol.
    package enum Speech: UInt8, Hashable, Sendable {
        case t0, t1
    }

    package var speech: Speech
    /// A card of T=0 that offers T=1 behind it.
    package var offersT1 = false
    /// TA1; 11 is what every card does.
    package var speed: UInt8 = 0x11
    /// It answers a selection with nothing.
    package var refusesSelection = false
    /// It confirms another speed than the one that was asked for.
    package var misconfirmsSelection = false
    /// T=1: IFSC, and a CRC in place of the LRC.
    package var informationSize: UInt8 = 32
    package var hasCRC = false
    /// T=1: asks for time so often before each answer.
    package var waits = 0
    /// T=1: asks for another size of blocks before its first answer.
    package var laterSize: UInt8?
    /// What it does wrongly, by the ordinal of its block, from 1.
    package var mishaps: [Int: ContactMishap] = [:]
    /// It does so from there on with every block.
    package var everMishap: ContactMishap?
    /// T=0: procedure bytes in place of "all of it": one byte at a time, and a request for time before each.
    package var isSlowSpeller = false

    package init(_ speech: Speech) { self.speech = speech }

    package static let t0 = ContactCardKind(.t0)
    package static let t1 = ContactCardKind(.t1)

    /// ISO/IEC 7816-3, 8.2: TA1, two historical bytes, and where T=1 is offered its IFSC and check, and a check of all.
    var answerToReset: [UInt8] {
        let ofT1: [UInt8] = [0x51, informationSize, hasCRC ? 1 : 0]
        let historical: [UInt8] = [0x4B, 0x49]
        let body: [UInt8]
        switch speech {
        case .t0 where !offersT1: return [0x3B, 0x12, speed] + historical
        case .t0: body = [0x92, speed, 0x80] + ofT1 + historical
        case .t1: body = [0x92, speed, 0x81] + ofT1 + historical
        }
        return [0x3B] + body + [body.reduce(0, ^)]
    }

    func offers(_ wanted: Speech) -> Bool { wanted == speech || wanted == .t1 && offersT1 }
}

/// What a card with contacts can do wrongly with one block or response.
package enum ContactMishap: String, Hashable, Sendable, CaseIterable {
    /// Its check is wrong.
    case damaged
    /// It does not come.
    case lost
    /// It comes with a byte more than its length says.
    case longer
    /// It comes short of its last byte.
    case shorter
    /// The one of before comes in its place.
    case repeated
    /// It bears the other sequence number.
    case wrongSequence
    /// A request to give up comes in its place.
    case abort
    /// A request for time comes in its place.
    case wantsTime
    /// A piece with another to come, for ever.
    case neverEnds
    /// Something that is no block and no response.
    case nonsense
}
