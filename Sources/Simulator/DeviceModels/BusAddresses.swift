/// The addresses of one USB bus: each newcomer gets the next one up that is free, and after the last the first free one,
/// as Linux gives them (drivers/usb/core/hub.c, choose_devnum).
struct BusAddresses {
    /// Seven bits; 1 is the root hub's (USB 2.0 §9.4.6).
    private static let all: ClosedRange<UInt8> = 2...127

    private var last: UInt8 = 1

    /// Precondition: fewer than 126 devices are plugged in.
    mutating func next(taken: some Sequence<UInt8>) -> UInt8 {
        let taken = Set(taken)
        let inOrder = Self.all.filter { $0 > last } + Self.all.filter { $0 <= last }
        guard let free = inOrder.first(where: { !taken.contains($0) }) else {
            preconditionFailure("a bus has 127 addresses")
        }
        last = free
        return free
    }
}
