import Glibc

/// One line of text on the control socket, with a bound on its length and on the wait for it.
enum ControlLine {
    /// Bytes of a command with its arguments.
    static let commandLimit = 256
    /// Bytes of an answer: the state of a full machine is below a tenth of it.
    static let answerLimit = 1 << 20
    /// How long one end waits for the other, in seconds.
    static let patience = 5

    /// The bytes before the next line feed, or before the end of the stream; nil when there are more
    /// than `limit`, or the peer is silent for too long.
    static func read(from socket: StreamSocket, limit: Int) -> [UInt8]? {
        var line: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while line.count <= limit {
            let count = chunk.withUnsafeMutableBytes {
                recv(socket.descriptor, $0.baseAddress, $0.count, 0)
            }
            guard count >= 0 else { return nil }
            if count == 0 { return line }
            line += chunk.prefix(count)
            if let end = line.firstIndex(of: UInt8(ascii: "\n")) { return Array(line[..<end]) }
        }
        return nil
    }

    static func setPatience(on socket: StreamSocket) {
        var time = timeval(tv_sec: patience, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(socket.descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, size)
        setsockopt(socket.descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, size)
    }
}
