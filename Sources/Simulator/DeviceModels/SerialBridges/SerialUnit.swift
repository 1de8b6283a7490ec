/// A device at the end of a serial line, behind a bridge. A state machine without clock or threads, as the bridge itself.
package protocol SerialUnit: AnyObject, Sendable {
    /// The speed at which the unit understands and talks.
    var baud: Int { get }

    /// Bytes arrived from the host.
    func receive(_ bytes: [UInt8], now: Duration)

    /// The bytes that are due, at most so many; empty when there are none.
    func send(atMost capacity: Int, now: Duration) -> [UInt8]

    /// When the unit will have something to say by itself, or nil.
    func nextWake(now: Duration) -> Duration?

    /// The bridge lost its power: bytes under way, and whatever the unit said meanwhile, are gone.
    func lineLost(now: Duration)
}
