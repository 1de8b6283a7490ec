import Glibc
import KioskPorts

extension TCPLine {
    /// The longest wait for somebody to come, in seconds: as long as it takes to start a program in another window.
    private static let arrivalPatience = 60

    /// Waits for one connection to a port of this machine; nobody else is let in meanwhile.
    static func accepted(onPort port: UInt16) async throws(CardChannelFault) -> TCPLine {
        try await wait { () throws(CardChannelFault) in
            let doing = "listening on 127.0.0.1:\(port)"
            let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            guard listener >= 0 else { throw fault("making a socket for 127.0.0.1:\(port)") }
            defer { Glibc.close(listener) }
            var isReusable: Int32 = 1
            setsockopt(
                listener, SOL_SOCKET, SO_REUSEADDR, &isReusable,
                socklen_t(MemoryLayout<Int32>.size))
            setLimit(listener, seconds: arrivalPatience)
            guard bound(listener, port) == 0, listen(listener, 1) == 0 else { throw fault(doing) }
            let descriptor = accept(listener, nil, nil)
            guard descriptor >= 0 else { throw fault("waiting for a card on 127.0.0.1:\(port)") }
            setLimits(descriptor)
            return TCPLine(descriptor: descriptor, place: "the card on 127.0.0.1:\(port)")
        }
    }

    private static func bound(_ descriptor: Int32, _ port: UInt16) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
