/// What can go wrong between host and device on the USB.
enum CableTrouble: String, CaseIterable, Codable, Sendable {
    /// An answer never comes: the host's read times out, though the device has acted.
    case silentIn
    /// Nothing is taken: the host's write times out, and the device has not acted.
    case silentOut
    case silentControl
    /// An answer comes after the host has given up.
    case late
    case stalledIn, stalledOut, stalledControl
    /// An answer has a byte less than it should.
    case short
    /// An empty packet comes before the answer.
    case empty
    /// More comes than the host has room for.
    case babble
    case garbage, duplicate
    /// The plug is pulled while a write waits.
    case pulledBeforeActing
    /// The plug is pulled while the host waits for the answer.
    case pulledAfterActing

    /// Those after which a driver waits for seconds.
    static let slow: [CableTrouble] = [.silentIn, .silentOut, .silentControl]
    static let quick = allCases.filter { !slow.contains($0) }

    var isPull: Bool { self == .pulledBeforeActing || self == .pulledAfterActing }
}
