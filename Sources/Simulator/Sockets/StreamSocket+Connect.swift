import Glibc

extension StreamSocket {
    /// A connection to a listening socket; nil when nobody listens there.
    static func connected(to path: String) -> StreamSocket? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        guard withAddress(path, { connect(descriptor, $0, $1) }) == 0 else {
            close(descriptor)
            return nil
        }
        return StreamSocket(descriptor: descriptor)
    }
}
