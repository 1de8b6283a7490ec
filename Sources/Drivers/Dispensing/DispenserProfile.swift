/// A dispenser's model on one firmware: data, kept in `hardware/<family>/profiles`. What the families' profiles have alike.
package protocol DispenserProfile: Sendable {
    /// Reads a profile's JSON text and checks it.
    init(json: some Sequence<UInt8>) throws

    var name: String { get }
    /// The unit's own timer that pulls an untaken card back, in seconds; nil if it has none.
    var ownRetractSeconds: Int? { get }
    /// Whether commissioning saw the bin counter count each retained card.
    var binCounterProven: Bool { get }
    /// Sensors stand all along the card's path.
    var seesWholePath: Bool { get }
    var reach: UnitReach { get }
}

/// How a unit is reached.
package struct UnitReach: Hashable, Sendable {
    /// On the line; 0 where units have none.
    let address: UInt8
    /// Baud, the likeliest first; empty where there is no line.
    let speeds: [Int]
    /// A movement of before a crash may still be running for so long.
    let longestMotion: Duration
}
