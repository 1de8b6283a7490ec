import ArgumentParser
import CampusCard
import CardPrimitives
import Foundation
import Simulator
import VirtualChips

/// One card with its memory, on a thread of its own until the program ends.
struct CardInPlay: Sendable {
    let kind: ChipKind
    let uid: CardUID
    let seed: String?
    let frameBytes: Int?

    /// How long a card waits before it looks for its reader again, in seconds.
    private static let seekingPauseSeconds = 0.2

    /// Lets readers come to a port of this machine.
    /// - Returns: the port.
    func awaitReaders(port: UInt16) throws -> UInt16 {
        let server: ChipServer
        do throws(SocketFault) {
            server = try ChipServer(port: port)
        } catch {
            FileHandle.standardError.write(Data("kiosk-lab chip: \(error)\n".utf8))
            throw ExitCode.failure
        }
        onThread { server.run($0) }
        return server.port
    }

    /// Goes to the virtual reader at a port of this machine, and again when that has hung up.
    func seekReader(port: UInt16) {
        onThread { chip in
            while true {
                if let card = try? VPCDCard(port: port) { card.run(chip) }
                Thread.sleep(forTimeInterval: Self.seekingPauseSeconds)
            }
        }
    }

    private func onThread(_ play: @escaping @Sendable (any ChipInField) -> Void) {
        let thread = Thread {
            let random: any RandomSource = seed.map { SeededChipRandom(seed: $0) } ?? SystemRandom()
            play(kind.chip(uid, random, frameBytes: frameBytes))
        }
        thread.name = "chip"
        thread.start()
    }
}
