internal import Glibc

/// A stream socket of which whole words and blocks are read and written.
struct StreamSocket: Sendable {
    let descriptor: Int32

    /// A listening socket at `path`.
    static func listening(at path: String) throws(FolderError) -> StreamSocket {
        unlink(path)
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else {
            throw FolderError(doing: "making socket", path: path, code: errno)
        }
        let code = withAddress(path) { bind(descriptor, $0, $1) }
        guard code == 0, listen(descriptor, backlog) == 0 else {
            let code = errno
            close(descriptor)
            throw FolderError(doing: "listening at", path: path, code: code)
        }
        return StreamSocket(descriptor: descriptor)
    }

    /// Openings of one device that may wait to be accepted.
    private static let backlog: Int32 = 8

    /// Sends one datagram to the socket at `path`. A socket nobody reads any more is passed over:
    /// the preload leaves them behind.
    static func sendDatagram(_ bytes: [UInt8], to path: String) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_RAW.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        guard withAddress(path, { connect(descriptor, $0, $1) }) == 0 else { return }
        send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Waits for the next client; nil once the socket was shut down.
    func accepted() -> StreamSocket? {
        let client = accept(descriptor, nil, nil)
        return client < 0 ? nil : StreamSocket(descriptor: client)
    }

    /// Exactly `count` bytes, or nil at the end of the stream.
    func read(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                recv(descriptor, buffer.baseAddress.map { $0 + done }, count - done, 0)
            }
            guard got > 0 else { return nil }
            done += got
        }
        return bytes
    }

    /// All bytes, or false if the peer is gone.
    func write(_ bytes: [UInt8]) -> Bool {
        var done = 0
        while done < bytes.count {
            let sent = bytes.withUnsafeBytes { buffer in
                send(
                    descriptor, buffer.baseAddress.map { $0 + done }, bytes.count - done,
                    Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return false }
            done += sent
        }
        return true
    }

    /// Ends waiting readers; the descriptor stays valid until `closeDescriptor`.
    func shutDown() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    func closeDescriptor() { close(descriptor) }

    static func withAddress(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { field -> Bool in
            guard bytes.count < field.count else { return false }
            field.copyBytes(from: bytes)
            return true
        }
        guard fits else { return -1 }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
