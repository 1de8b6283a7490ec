import Dispatch
import Glibc
import KioskPorts

/// A connected TCP socket whose calls wait on a queue of their own, and never for longer than
/// `patience`.
struct TCPLine: Sendable {
    /// The longest wait for the other end, in seconds: no card thinks for longer.
    private static let patience = 5
    /// Bytes that are taken at a time.
    private static let readLimit = 4_096
    private static let queue = DispatchQueue(label: "tcp-card-line")

    private let descriptor: Int32
    private let place: String

    init(descriptor: Int32, place: String) {
        (self.descriptor, self.place) = (descriptor, place)
    }

    static func connected(host: String, port: UInt16) async throws(CardChannelFault) -> TCPLine {
        try await wait { () throws(CardChannelFault) in
            let place = "\(host):\(port)"
            var hints = addrinfo()
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
            var found: UnsafeMutablePointer<addrinfo>?
            let code = getaddrinfo(host, String(port), &hints, &found)
            guard code == 0, let found else {
                throw CardChannelFault(
                    .readerGone,
                    detail: "looking up \(host): \(String(cString: gai_strerror(code)))")
            }
            defer { freeaddrinfo(found) }
            let address = found.pointee
            let descriptor = socket(address.ai_family, address.ai_socktype, address.ai_protocol)
            guard descriptor >= 0 else { throw fault("making a socket for \(place)") }
            setLimits(descriptor)
            guard connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 else {
                let fault = fault("connecting to \(place)")
                Glibc.close(descriptor)
                throw fault
            }
            return TCPLine(descriptor: descriptor, place: place)
        }
    }

    func write(_ bytes: [UInt8]) async throws(CardChannelFault) {
        try await Self.wait { () throws(CardChannelFault) in
            var done = 0
            while done < bytes.count {
                let rest = Array(bytes[done...])
                let sent = send(descriptor, rest, rest.count, Int32(MSG_NOSIGNAL))
                guard sent > 0 else { throw Self.fault("sending to \(place)") }
                done += sent
            }
        }
    }

    /// What comes next, at least one byte.
    func read() async throws(CardChannelFault) -> [UInt8] {
        try await Self.wait { () throws(CardChannelFault) in
            var bytes = [UInt8](repeating: 0, count: Self.readLimit)
            let count = recv(descriptor, &bytes, bytes.count, 0)
            guard count != 0 else {
                throw CardChannelFault(.readerGone, detail: "\(place) has hung up")
            }
            guard count > 0 else { throw Self.fault("waiting for \(place)") }
            return Array(bytes.prefix(count))
        }
    }

    func close() {
        Glibc.close(descriptor)
    }

    static func setLimit(_ descriptor: Int32, seconds: Int) {
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, size)
    }

    static func setLimits(_ descriptor: Int32) {
        setLimit(descriptor, seconds: patience)
        var isOn: Int32 = 1
        setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn,
            socklen_t(MemoryLayout<Int32>.size))
    }

    /// What errno says. - Precondition: called right after the failure.
    static func fault(_ doing: String) -> CardChannelFault {
        let code = errno
        let kind: CardChannelFaultKind =
            code == EAGAIN || code == EINPROGRESS || code == ETIMEDOUT ? .timedOut : .readerGone
        return CardChannelFault(kind, detail: "\(doing): \(String(cString: strerror(code)))")
    }

    /// Runs a call that may wait, away from the threads that everything else shares.
    static func wait<Value: Sendable>(
        _ body: @escaping @Sendable () throws(CardChannelFault) -> Value
    ) async throws(CardChannelFault) -> Value {
        let result: Result<Value, CardChannelFault> = await withCheckedContinuation { waiting in
            queue.async { waiting.resume(returning: Result(catching: body)) }
        }
        return try result.get()
    }
}
