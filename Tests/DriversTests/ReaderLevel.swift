import DeviceProtocols
import Drivers
import Simulator
import Testing

/// A reader and a card by how much of the card's protocol is left to the host.
struct ReaderLevel: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let shape: CCIDReaderShape

    private init(_ name: String, _ shape: CCIDReaderShape) {
        testDescription = name
        self.shape = shape
    }

    private static func with(
        _ shape: CCIDReaderShape, _ change: (inout CCIDReaderShape) -> Void
    ) -> CCIDReaderShape {
        var shape = shape
        change(&shape)
        return shape
    }

    private static func contacts(
        _ speech: ContactCardKind.Speech, level: CCIDExchangeLevel = .tpdu,
        _ change: (inout ContactCardKind) -> Void = { _ in }
    ) -> CCIDReaderShape {
        var kind = ContactCardKind(speech)
        change(&kind)
        return .contacts(kind, level: level)
    }

    static let extended = ReaderLevel("extended APDUs", CCIDReaderShape())
    static let extendedInParts = ReaderLevel(
        "extended APDUs in short messages", with(CCIDReaderShape()) { $0.messageLimit = 64 })
    static let short = ReaderLevel(
        "short APDUs",
        with(CCIDReaderShape()) {
            $0.level = .shortAPDU
            $0.messageLimit = 271
        })
    static let withoutParameters = ReaderLevel(
        "extended APDUs, parameters by the host", with(CCIDReaderShape()) { $0.features = 0x38 })
    static let t0 = ReaderLevel("TPDUs, T=0", contacts(.t0))
    static let t0Fast = ReaderLevel("TPDUs, T=0 selected faster", contacts(.t0) { $0.speed = 0x13 })
    static let t0Stubborn = ReaderLevel(
        "TPDUs, T=0 that refuses a faster speed",
        contacts(.t0) {
            $0.speed = 0x13
            $0.refusesSelection = true
        })
    static let t0Automatic = ReaderLevel(
        "TPDUs, T=0, all automatic (as QEMU's usb-ccid)",
        with(contacts(.t0) { $0.speed = 0x95 }) { $0.features = 0x04FE })
    static let t1 = ReaderLevel("TPDUs, T=1", contacts(.t1))
    static let t1CRC = ReaderLevel("TPDUs, T=1 with CRC", contacts(.t1) { $0.hasCRC = true })
    static let t1Small = ReaderLevel(
        "TPDUs, T=1 in blocks of 5", contacts(.t1) { $0.informationSize = 5 })
    static let t1Wishes = ReaderLevel(
        "TPDUs, T=1 with requests for time and size",
        contacts(.t1) {
            $0.waits = 3
            $0.laterSize = 20
            $0.speed = 0x18
        })
    static let t1Chosen = ReaderLevel(
        "TPDUs, T=1 of a card of T=0, chosen by the host",
        with(contacts(.t0) { $0.offersT1 = true }) { $0.protocols = 2 })
    static let t1Automatic = ReaderLevel(
        "TPDUs, T=1, all automatic",
        with(contacts(.t1) { $0.informationSize = 254 }) { $0.features = 0x04FE })
    static let t1SmallMessages = ReaderLevel(
        "TPDUs, T=1 in messages of 64 bytes (as Elatec TWN4)",
        with(contacts(.t1) { $0.informationSize = 254 }) {
            $0.messageLimit = 64
            $0.features = 0x32
        })
    static let t0Characters = ReaderLevel("characters, T=0", contacts(.t0, level: .character))
    static let t0Slow = ReaderLevel(
        "characters, T=0 one by one", contacts(.t0, level: .character) { $0.isSlowSpeller = true })
    static let t1Characters = ReaderLevel("characters, T=1", contacts(.t1, level: .character))

    static let all = [
        extended, extendedInParts, short, withoutParameters, t0, t0Fast, t0Stubborn, t0Automatic,
        t1, t1CRC, t1Small, t1Wishes, t1Chosen, t1Automatic, t1SmallMessages, t0Characters,
        t0Slow, t1Characters,
    ]
    /// One of each kind of dialogue.
    static let kinds = [extended, short, t0, t1, t0Characters, t1Characters]
}
