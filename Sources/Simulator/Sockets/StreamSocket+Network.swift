import Glibc

extension StreamSocket {
    /// A listening socket on a port of this machine; 0 takes any that is free.
    static func listening(onPort port: UInt16) throws(SocketFault) -> StreamSocket {
        let doing = "listening on 127.0.0.1:\(port)"
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw SocketFault(doing: doing, code: errno) }
        var isReusable: Int32 = 1
        setsockopt(
            descriptor, SOL_SOCKET, SO_REUSEADDR, &isReusable,
            socklen_t(MemoryLayout<Int32>.size))
        let code = withAddress(port: port) { bind(descriptor, $0, $1) }
        guard code == 0, listen(descriptor, networkBacklog) == 0 else {
            let code = errno
            close(descriptor)
            throw SocketFault(doing: doing, code: code)
        }
        return StreamSocket(descriptor: descriptor)
    }

    /// A connection to a port of this machine.
    static func connected(toPort port: UInt16) throws(SocketFault) -> StreamSocket {
        let doing = "connecting to 127.0.0.1:\(port)"
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw SocketFault(doing: doing, code: errno) }
        guard withAddress(port: port, { connect(descriptor, $0, $1) }) == 0 else {
            let code = errno
            close(descriptor)
            throw SocketFault(doing: doing, code: code)
        }
        return StreamSocket(descriptor: descriptor)
    }

    private static func withAddress(
        port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// Readers that may wait for the one before them.
    private static let networkBacklog: Int32 = 8

    /// The port that a listening socket got.
    var port: UInt16 {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = getsockname(descriptor, $0, &size)
            }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    /// Sends small messages at once instead of waiting for more.
    func sendAtOnce() {
        var isOn: Int32 = 1
        setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn,
            socklen_t(MemoryLayout<Int32>.size))
    }

    /// What has come, at most `limit` bytes; nil at the end of the stream.
    func readSome(_ limit: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = recv(descriptor, &bytes, limit, 0)
        return count > 0 ? Array(bytes.prefix(count)) : nil
    }
}

/// Why a socket could not be made.
package struct SocketFault: Error, CustomStringConvertible {
    package let doing: String
    /// errno at the time.
    package let code: Int32

    package var description: String { "\(doing): \(String(cString: strerror(code)))" }
}
