import ArgumentParser
import CampusCard
import CardEncoding
import CardPrimitives
import Foundation
import Simulator
import VirtualChips

/// `kiosk-lab chip`: a card for foreign readers.
struct PlayChip: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chip",
        abstract: "Play one card, for readers that are not ours.",
        discussion: """
            The card is a blank as its maker delivers it (an FMCOS card under a key of sixteen \
            FF, a Classic one under keys of six), and keeps what is written to it until this \
            program ends. A Classic card is asked by the pseudo-APDUs of PC/SC part 3, with its \
            reader's key slot. A transit card is somebody else's, finished, with a number.

            With --tcp readers come to it. Each message, both ways, is a length of two bytes, most \
            significant first, and that many bytes of command or answer APDU. The length FFFF from \
            the reader has no bytes and no answer: the field is lost and comes back. A new \
            connection is a new field too.

            With --vpcd it goes to the virtual reader of vsmartcard, through which every PC/SC \
            program finds it, or to kiosk card --channel vpcd; and again, when that hangs up.

            With --seed the card's k-th request for n random bytes gets the first n bytes of \
            sha256(seed ‖ k as 4 bytes, most significant first), k from 1, so that a recorded \
            conversation replays byte for byte.

            One line on standard output says that the card is ready, and where. An interrupt \
            ends it.

            Example:
              kiosk-lab chip --kind desfire-ev2 --tcp 7816 --seed g1
              kiosk-lab chip --kind desfire-ev3 --vpcd 35963

            Exit status: 0 after an interrupt, 1 when the port cannot be had.
            """)

    @Option(help: "What card it is.")
    var kind: ChipKind

    @Option(help: "The port on 127.0.0.1 to listen on, 0 to 65535; 0 takes any that is free.")
    var tcp: UInt16?

    @Option(help: "The port on 127.0.0.1 at which a virtual reader waits, 1 to 65535.")
    var vpcd: UInt16?

    @Option(help: "Decides the card's challenges. Without it they are the system's.")
    var seed: String?

    @Option(
        help: "Data bytes in one answer frame of a DESFire, for a reader with a small buffer.")
    var frameBytes: Int?

    @Option(help: "The card's UID, 14 hex digits; that of an FMCOS or Classic card may have 8.")
    var uid = ChipUID.usual

    /// A DESFire's smallest frame is 8 data bytes here, so that its version still fits; 240 are its own.
    private static let frames = 8...240

    func validate() throws {
        guard (tcp == nil) != (vpcd == nil), vpcd != 0 else {
            throw ValidationError("one of --tcp PORT and --vpcd PORT is wanted, the latter not 0.")
        }
        if let frameBytes, !Self.frames.contains(frameBytes) {
            throw ValidationError(
                "--frame-bytes is \(frameBytes); it must be \(Self.frames.lowerBound) to "
                    + "\(Self.frames.upperBound).")
        }
        guard kind.uidLengths.contains(uid.uid.bytes.count) else {
            throw ValidationError("--uid has 8 hex digits; a DESFire's has 14.")
        }
    }

    func run() async throws {
        let chip = CardInPlay(kind: kind, uid: uid.uid, seed: seed, frameBytes: frameBytes)
        let place: String
        if let tcp {
            place = "127.0.0.1:\(try chip.awaitReaders(port: tcp))"
        } else {
            let port = vpcd ?? 0
            chip.seekReader(port: port)
            place = "for the reader at 127.0.0.1:\(port)"
        }
        let ready = "chip ready, \(kind.rawValue) \(uid.uid), \(place)\n"
        FileHandle.standardOutput.write(Data(ready.utf8))
        try await Interrupt.wait()
    }
}

/// The cards that can be played.
enum ChipKind: String, CaseIterable, ExpressibleByArgument {
    case desfireEV1 = "desfire-ev1"
    case desfireEV2 = "desfire-ev2"
    case desfireEV3 = "desfire-ev3"
    /// A CPU card, FM1208 or FM1280.
    case fmcos
    /// MIFARE Classic with 1 KB, by a reader's pseudo-APDUs.
    case classic
    /// China T-Union, with a number of twenty digits.
    case transit

    /// Nil for a card that is no DESFire.
    var generation: ChipGeneration? {
        switch self {
        case .desfireEV1: .ev1
        case .desfireEV2: .ev2
        case .desfireEV3: .ev3
        case .fmcos, .classic, .transit: nil
        }
    }

    /// As its maker delivers it.
    /// - Parameter frameBytes: data bytes in an answer frame of a DESFire; nil for its own.
    func chip(
        _ uid: CardUID, _ random: any RandomSource, frameBytes: Int? = nil
    ) -> any ChipInField {
        switch self {
        case .desfireEV1: desfire(.ev1, uid, random, frameBytes)
        case .desfireEV2: desfire(.ev2, uid, random, frameBytes)
        case .desfireEV3: desfire(.ev3, uid, random, frameBytes)
        case .fmcos: VirtualFMCOS(memory: FMCOSMemory(uid: uid), random: random)
        case .classic: VirtualClassic(memory: ClassicMemory(uid: uid))
        case .transit: VirtualTransit([.sample])
        }
    }

    private func desfire(
        _ generation: ChipGeneration, _ uid: CardUID, _ random: any RandomSource,
        _ frameBytes: Int?
    ) -> VirtualDESFire {
        VirtualDESFire(uid: uid, generation: generation, random: random, answerChunk: frameBytes)
    }

    /// Bytes that a UID of it may have.
    var uidLengths: Set<Int> {
        switch self {
        case .desfireEV1, .desfireEV2, .desfireEV3: [7]
        case .fmcos, .classic, .transit: [4, 7]
        }
    }
}

/// The UID of a virtual card: four or seven bytes.
struct ChipUID: ExpressibleByArgument {
    let uid: CardUID

    init?(argument: String) {
        guard let uid = CardUID(hex: argument), [4, 7].contains(uid.bytes.count) else { return nil }
        self.uid = uid
    }

    private init(_ bytes: [UInt8]) {
        guard bytes.count == 7, let uid = CardUID(bytes) else {
            preconditionFailure("a DESFire has a UID of seven bytes, not \(bytes.count)")
        }
        self.uid = uid
    }

    /// The card's in the recorded conversations that the tests replay.
    static let usual = ChipUID([0x04, 0xDE, 0x5F, 0x1E, 0xAC, 0xC0, 0x40])

    var defaultValueDescription: String { uid.description }
}

extension VirtualTransit.Application {
    /// A card of China T-Union with the number 31012345678901234567.
    fileprivate static var sample: VirtualTransit.Application {
        let application = TransitApplication.tUnion
        let number: [UInt8] = [0x31, 0x01, 0x23, 0x45, 0x67, 0x89, 0x01, 0x23, 0x45, 0x67]
        return VirtualTransit.Application(
            identifier: application.identifier,
            files: [
                application.file: Array(repeating: 0, count: Int(application.offset)) + number
            ])
    }
}
