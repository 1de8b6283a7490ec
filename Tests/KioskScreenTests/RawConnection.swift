import Foundation

/// A client that sends bytes as they are, and can be as slow or as rude as a test needs.
final class RawConnection {
    private static let patienceSeconds = 20
    private let socket: Int32

    struct Failure: Error { let what: String }

    init(port: Int) throws {
        socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Failure(what: "no connection to port \(port)") }
        var limit = timeval(tv_sec: Self.patienceSeconds, tv_usec: 0)
        setsockopt(
            socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(socket) }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Foundation.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Reads until the text has come; what came so far is the error when it does not.
    func read(until text: String) throws -> String {
        var received = ""
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while !received.contains(text) {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { throw Failure(what: "no '\(text)' in: \(received)") }
            received += String(decoding: buffer.prefix(count), as: UTF8.self)
        }
        return received
    }
}
