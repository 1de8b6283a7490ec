import CampusCard
import CardEncoding
import DeviceProtocols
import Foundation
import KioskPorts
import Testing
import VirtualChips

@testable import Drivers
@testable import Simulator

/// Goal: a virtual card that comes to the reader's port is a card like any other. Both ends are ours here; vsmartcard's
/// reader and PC/SC stand between in `Tests/interop`. The socket is real; the card looks for the reader until it finds it.
@Suite struct VPCDChannelTests {
    /// A port that nobody else has: one that the system gave to a socket that is closed again.
    private static func freePort() throws -> UInt16 {
        let server = try ChipServer(port: 0)
        defer { server.close() }
        return server.port
    }

    /// Plays what a card does, once the reader waits.
    private func card(_ port: UInt16, _ play: @escaping @Sendable (VPCDCard) -> Void) {
        Thread {
            while true {
                if let card = try? VPCDCard(port: port) { return play(card) }
                sched_yield()
            }
        }.start()
    }

    @Test("A finished card is read over the virtual reader as over any other")
    func reading() async throws {
        let port = try Self.freePort()
        let memory = try PersonalisedChip.memory()
        card(port) {
            $0.run(VirtualDESFire(memory: memory, random: SeededChipRandom(seed: "vpcd")))
        }
        let channel = VPCDChannel(port: port)
        var job = try PersonalisedChip.reading()
        var input = EncodingInput.begin
        while true {
            switch job.next(input) {
            case .resetField:
                // 3B 81 80 01, the ATS's one historical byte, and their exclusive-or.
                #expect(try await channel.activate() == [0x3B, 0x81, 0x80, 0x01, 0x80, 0x80])
                input = .fieldReset
            case .checkpoint: input = .recorded
            case .transmit(let apdu, _): input = .answer(try await channel.transmit(apdu))
            case .fault(let fault): throw fault
            case .done(let contents):
                #expect(contents.uid.description == "04DE5F1EACC040")
                await channel.deactivate()
                return
            }
        }
    }

    @Test("A card that answers nothing, too much, or hangs up is lost or gone by name")
    func badCards() async throws {
        let rows: [(chip: MuteChip, kind: CardChannelFaultKind)] = [
            (MuteChip(ats: [], answer: nil), .cardLost),
            (MuteChip(ats: Array(repeating: 0x7F, count: 60), answer: nil), .cardLost),
        ]
        for row in rows {
            let port = try Self.freePort()
            let chip = row.chip
            card(port) { $0.run(chip) }
            let channel = VPCDChannel(port: port)
            await #expect {
                _ = try await channel.activate()
                _ = try await channel.transmit([0x90, 0x60, 0, 0, 0])
            } throws: { error in
                (error as? CardChannelFault)?.kind == row.kind
            }
            await channel.deactivate()
        }
        let port = try Self.freePort()
        card(port) { $0.close() }
        let channel = VPCDChannel(port: port)
        await #expect {
            _ = try await channel.activate()
        } throws: { error in
            (error as? CardChannelFault)?.kind == .readerGone
        }
    }

    @Test(
        "An answer to reset that is none, or too long, is said with its length", arguments: [0, 34])
    func badAnswerToReset(count: Int) async throws {
        let port = try Self.freePort()
        Thread {
            while true {
                guard let line = try? StreamSocket.connected(toPort: port) else {
                    sched_yield()
                    continue
                }
                // Off, on, and the request.
                _ = line.read(9)
                _ = line.write(VPCDMessage.framed(Array(repeating: 0x3B, count: count)))
                _ = line.read(1)
                return line.closeDescriptor()
            }
        }.start()
        await #expect {
            _ = try await VPCDChannel(port: port).activate()
        } throws: { error in
            let fault = error as? CardChannelFault
            return fault?.kind == .cardLost
                && fault?.detail.contains("has \(count) bytes; it must have 1 to 33") == true
        }
    }

    @Test("An APDU that no message holds is refused before anything is sent")
    func lengths() async throws {
        let channel = VPCDChannel(port: try Self.freePort())
        for count in [0, 1, 0x10000] {
            await #expect {
                _ = try await channel.transmit(Array(repeating: 0, count: count))
            } throws: { error in
                (error as? CardChannelFault)?.kind == .readerFault
            }
        }
    }
}

/// A chip that says what the test wants.
private final class MuteChip: Simulator.ChipInField, Sendable {
    private let ats: [UInt8]
    private let said: [UInt8]?

    init(ats: [UInt8], answer: [UInt8]?) {
        (self.ats, said) = (ats, answer)
    }

    func answerToSelect() -> [UInt8] { ats }
    func answer(_ apdu: [UInt8]) -> [UInt8]? { said }
}
