import CampusCard
import DeviceProtocols
import Foundation
import Testing

@testable import Simulator
import VirtualChips

/// Goal: a reader that is not ours gets a chip over a socket. The socket is real, on a port that
/// the system chose.
@Suite struct ChipServerTests {
    private let server: ChipServer

    init() throws {
        let uid = try #require(CardUID(hex: "04DE5F1EACC040"))
        let server = try ChipServer(port: 0)
        let thread = Thread {
            server.run(
                VirtualDESFire(uid: uid, generation: .ev2, random: SeededChipRandom(seed: "s")))
        }
        thread.start()
        self.server = server
    }

    private func say(_ messages: [RemoteChipMessage], to socket: StreamSocket) {
        #expect(socket.write(messages.flatMap(\.encoded)))
    }

    private func answer(from socket: StreamSocket) throws -> [UInt8] {
        let length = try #require(socket.read(2))
        return try #require(socket.read(Int(length[0]) << 8 | Int(length[1])))
    }

    private let version = RemoteChipMessage.apdu([0x90, 0x60, 0, 0, 0])
    private let more = RemoteChipMessage.apdu([0x90, 0xAF, 0, 0, 0])

    @Test(
        "A reader gets its answers in order; a lost field ends a command in the middle, unanswered")
    func conversation() throws {
        defer { server.close() }
        let reader = try StreamSocket.connected(toPort: server.port)
        defer { reader.closeDescriptor() }
        say([version, .fieldLost, more], to: reader)
        #expect(try answer(from: reader) == [4, 1, 1, 0x12, 0, 0x18, 5, 0x91, 0xAF])
        #expect(try answer(from: reader) == [0x91, 0x1C])
    }

    @Test("The next reader finds the chip in a new field")
    func nextReader() throws {
        defer { server.close() }
        let first = try StreamSocket.connected(toPort: server.port)
        say([version], to: first)
        #expect(try answer(from: first).suffix(2) == [0x91, 0xAF])
        first.closeDescriptor()
        let second = try StreamSocket.connected(toPort: server.port)
        defer { second.closeDescriptor() }
        say([more], to: second)
        #expect(try answer(from: second) == [0x91, 0x1C])
    }

    @Test("A port that is taken is refused with its number and the system's reason")
    func takenPort() {
        defer { server.close() }
        let error = #expect(throws: SocketFault.self) { try ChipServer(port: server.port) }
        #expect(
            error?.description == "listening on 127.0.0.1:\(server.port): Address already in use")
    }
}
