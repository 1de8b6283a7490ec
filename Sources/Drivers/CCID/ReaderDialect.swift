internal import DeviceProtocols

/// The reader's own commands as this reader takes them, and what of a key may be left in it.
///
/// The card layer speaks PC/SC part 3 with the first volatile place for a key; where a reader keeps keys elsewhere, the same
/// command goes there. Once a key went out, the reader is taken to hold it until an overwriting was confirmed.
struct ReaderDialect: Hashable, Sendable {
    private static let keyLength = 6

    private let keys: ReaderProfile.Keys?
    /// The reader may hold a key of a card.
    private(set) var mayHoldKey: Bool

    /// - Parameter keys: nil for a reader that is not known: its commands go as they are, and its keys are the card layer's.
    init(_ keys: ReaderProfile.Keys?) {
        self.keys = keys
        // Whoever had the reader before may have left one.
        mayHoldKey = keys?.outlivePower ?? false
    }

    /// The command as it goes out. It is about to be sent.
    mutating func outgoing(_ apdu: [UInt8]) -> [UInt8] {
        guard let keys, let command = PseudoAPDU(apdu) else { return apdu }
        switch command {
        case .loadKey(_, _, let key):
            if key.contains(where: { $0 != 0 }) { mayHoldKey = true }
            return PseudoAPDU.loadKey(
                structure: keys.structure, number: keys.number, key
            ).bytes
        case .authenticate(let block, let kind, _), .authenticateOld(let block, let kind, _):
            return keys.hasOldAuthentication
                ? PseudoAPDU.authenticateOld(block: block, kind: kind, number: keys.number).bytes
                : PseudoAPDU.authenticate(block: block, kind: kind, number: keys.number).bytes
        case .uid, .ats, .read, .update: return apdu
        }
    }

    /// What the reader said to a command of the card layer.
    mutating func answered(_ apdu: [UInt8], _ response: [UInt8]) {
        guard keys != nil, case .loadKey(_, _, let key)? = PseudoAPDU(apdu),
            key.allSatisfy({ $0 == 0 }), response == [0x90, 0x00]
        else { return }
        mayHoldKey = false
    }

    /// The command that overwrites the key; nil when there is none to overwrite. As of the card layer: it goes out by
    /// `outgoing`.
    var wiping: [UInt8]? {
        guard mayHoldKey else { return nil }
        return PseudoAPDU.loadKey(
            structure: 0, number: 0, [UInt8](repeating: 0, count: Self.keyLength)
        ).bytes
    }
}
