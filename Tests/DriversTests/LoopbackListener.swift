import Glibc

/// A TCP port of this machine that takes connections and does with them what a test says. The kernel completes a
/// connection before it is taken, so no other thread is needed.
final class LoopbackListener {
    struct Failure: Error {
        let call: String
        let code: Int32
    }

    let port: UInt16
    private let descriptor: Int32

    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(call: "socket", code: errno) }
        self.descriptor = descriptor
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
                    && listen(descriptor, 8) == 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        guard isListening else { throw Failure(call: "listen", code: errno) }
    }

    deinit { close(descriptor) }

    /// The far end of the connection that was made first.
    func taken() throws -> FarEnd {
        let line = accept(descriptor, nil, nil)
        guard line >= 0 else { throw Failure(call: "accept", code: errno) }
        return FarEnd(line)
    }

    /// One connection, from its other side.
    final class FarEnd {
        private let descriptor: Int32
        private var isOpen = true

        fileprivate init(_ descriptor: Int32) { self.descriptor = descriptor }

        deinit { if isOpen { close(descriptor) } }

        /// Says nothing more, and goes on listening.
        func hangUp() throws {
            guard shutdown(descriptor, Int32(SHUT_WR)) == 0 else {
                throw Failure(call: "shutdown", code: errno)
            }
        }

        /// Breaks the line off at once (tcp(7), SO_LINGER with no time).
        func breakOff() throws {
            var linger = linger(l_onoff: 1, l_linger: 0)
            let size = socklen_t(MemoryLayout<Glibc.linger>.size)
            guard setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, size) == 0 else {
                throw Failure(call: "setsockopt", code: errno)
            }
            isOpen = false
            close(descriptor)
        }

        func say(_ bytes: [UInt8]) throws {
            guard send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
                throw Failure(call: "send", code: errno)
            }
        }
    }
}
