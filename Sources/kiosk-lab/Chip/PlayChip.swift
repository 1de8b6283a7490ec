import ArgumentParser
import CampusCard
import Foundation

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

    /// The longest frame of a DESFire's version has 14 data bytes, which are never cut; 240 are its own.
    private static let frames = 14...240

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
