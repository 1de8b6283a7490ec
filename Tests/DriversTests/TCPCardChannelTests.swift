import CampusCard
import CardEncoding
import DeviceProtocols
import Foundation
import KioskPorts
import Simulator
import Testing
import VirtualChips

@testable import Drivers

/// Goal: a chip behind a socket is a card like any other. The socket is real, on a port that the
/// system chose.
@Suite struct TCPCardChannelTests {
    private let server: ChipServer

    init() throws {
        let server = try ChipServer(port: 0)
        let memory = try PersonalisedChip.memory()
        Thread {
            server.run(VirtualDESFire(memory: memory, random: SeededChipRandom(seed: "tcp")))
        }.start()
        self.server = server
    }

    private func channel(port: UInt16? = nil) -> TCPCardChannel {
        TCPCardChannel(host: "127.0.0.1", port: port ?? server.port)
    }

    private func fault(
        _ body: () async throws(CardChannelFault) -> [UInt8]
    ) async -> CardChannelFault? {
        do throws(CardChannelFault) {
            _ = try await body()
            return nil
        } catch {
            return error
        }
    }

    @Test("A finished card is read over the socket as over a reader")
    func reading() async throws {
        defer { server.close() }
        let channel = channel()
        var job = try PersonalisedChip.reading()
        var input = EncodingInput.begin
        while true {
            switch job.next(input) {
            case .resetField:
                #expect(try await channel.activate() == [])
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

    @Test("An activation loses the field: a command in the middle is forgotten")
    func activation() async throws {
        defer { server.close() }
        let channel = channel()
        let more = [0x90, 0xAF, 0, 0, 0] as [UInt8]
        let first = try await channel.transmit([0x90, 0x60, 0, 0, 0])
        #expect(first.suffix(2) == [0x91, 0xAF])
        _ = try await channel.activate()
        let after = try await channel.transmit(more)
        #expect(after == [0x91, 0x1C])
        await channel.deactivate()
    }

    @Test("Where nobody listens, and where somebody hangs up, the reader is gone by name")
    func nobody() async throws {
        let port = server.port
        server.close()
        let channel = channel(port: port)
        let found = await fault { () throws(CardChannelFault) in
            _ = try await channel.activate()
            return try await channel.transmit([0x90, 0x60, 0, 0, 0])
        }
        #expect(found?.kind == .readerGone)
        #expect(found?.detail.contains("127.0.0.1:\(port)") == true)
    }

    @Test("A chip that hangs up in mid-command is gone by name, and the next call makes a new line")
    func hangsUp() async throws {
        server.close()
        let listener = try LoopbackListener()
        let channel = channel(port: listener.port)
        try await channel.probe()
        try listener.taken().hangUp()
        let found = await fault { () throws(CardChannelFault) in
            try await channel.transmit([0x90, 0x60, 0, 0, 0])
        }
        #expect(found?.kind == .readerGone)
        #expect(found?.detail == "127.0.0.1:\(listener.port) has hung up")
        try await expectAnswer(channel, listener)
    }

    @Test("A line that breaks between two commands is told by the system's reason, and made anew")
    func brokenLine() async throws {
        server.close()
        let listener = try LoopbackListener()
        let channel = channel(port: listener.port)
        try await channel.probe()
        try listener.taken().breakOff()
        var found: CardChannelFault?
        // The kernel may deliver a little before it has heard of the end.
        for _ in 0..<1_000 where found == nil {
            found = await fault { () throws(CardChannelFault) in try await channel.activate() }
        }
        #expect(found?.kind == .readerGone)
        #expect(
            found?.detail.hasPrefix("sending to 127.0.0.1:\(listener.port): ") == true,
            "\(found?.detail ?? "sent")")
        try await expectAnswer(channel, listener)
    }

    /// Nothing of the line before is taken for an answer on the new one.
    private func expectAnswer(
        _ channel: TCPCardChannel, _ listener: LoopbackListener
    ) async throws {
        try await channel.probe()
        let line = try listener.taken()
        try line.say(RemoteChipMessage.apdu([0x12, 0x34, 0x90, 0x00]).encoded)
        #expect(try await channel.transmit([0x90, 0x60, 0, 0, 0]) == [0x12, 0x34, 0x90, 0x00])
        await channel.deactivate()
    }

    @Test("A host without an address is told with the system's reason")
    func unknownHost() async {
        defer { server.close() }
        let channel = TCPCardChannel(host: "no host", port: 1)
        let found = await fault { () throws(CardChannelFault) in try await channel.activate() }
        #expect(found?.kind == .readerGone)
        #expect(found?.detail.hasPrefix("looking up no host: ") == true)
    }
}
