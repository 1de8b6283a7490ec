import Foundation

/// The machine's end of the control socket: a line with a command comes in, a line of JSON
/// (`CommandAnswer`) goes out, and the connection ends.
package final class MachineControl: Sendable {
    private let socket: StreamSocket
    private let path: String
    private let answer: @Sendable ([String]) -> CommandAnswer

    /// Listens at `path`, which has room for 107 bytes; whatever lies there is replaced.
    package init(
        path: String, answer: @escaping @Sendable ([String]) -> CommandAnswer
    ) throws(FolderError) {
        self.path = path
        self.answer = answer
        socket = try StreamSocket.listening(at: path)
    }

    /// Answers on a thread of its own until `close`.
    package func start() {
        let thread = Thread { [self] in
            while let client = socket.accepted() { serve(client) }
        }
        thread.name = "machine-control"
        thread.start()
    }

    package func close() {
        socket.shutDown()
        // Left behind, the socket refuses connections, which is what a client must see anyway.
        try? FileManager.default.removeItem(atPath: path)
    }

    private func serve(_ client: StreamSocket) {
        defer { client.closeDescriptor() }
        ControlLine.setPatience(on: client)
        let limit = ControlLine.commandLimit
        guard let line = ControlLine.read(from: client, limit: limit) else { return }
        let words = String(decoding: line, as: UTF8.self).split(separator: " ").map(String.init)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // An answer is plain data; it cannot fail to become JSON.
        guard let told = try? encoder.encode(answer(words)) else { return }
        _ = client.write(Array(told) + [UInt8(ascii: "\n")])
    }
}

/// The other end: sends one command and waits for its answer.
package struct MachineControlClient: Sendable {
    private let path: String

    package init(path: String) {
        self.path = path
    }

    package func send(_ words: [String]) throws(MachineRefusal) -> CommandAnswer {
        guard let socket = StreamSocket.connected(to: path) else {
            throw MachineRefusal(
                "no machine listens at \(path)",
                remedy: "start one with kiosk-lab machine, or name its socket with --socket")
        }
        defer { socket.closeDescriptor() }
        ControlLine.setPatience(on: socket)
        let line = Array(words.joined(separator: " ").utf8) + [UInt8(ascii: "\n")]
        guard socket.write(line),
            let told = ControlLine.read(from: socket, limit: ControlLine.answerLimit),
            let answer = try? JSONDecoder().decode(CommandAnswer.self, from: Data(told))
        else {
            throw MachineRefusal(
                "the machine at \(path) gave no answer within \(ControlLine.patience) s",
                remedy: "look whether it still runs")
        }
        return answer
    }
}
