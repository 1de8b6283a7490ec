package import KioskCore

/// What a dispenser's sensors said at one moment. A value that the driver cannot interpret is `unknown`, which is
/// never safe; the bytes stay at hand.
package struct DispenserObservation: Hashable, Sendable {
    package let path: CardPosition
    package let hopper: HopperLevel
    package let bin: BinLevel
    /// The unit's count of retained cards, modulo what it can count; nil when it has none or did not answer.
    package let binCount: Int?
    /// Status bytes as received, for people.
    package let raw: [UInt8]

    package init(
        path: CardPosition, hopper: HopperLevel, bin: BinLevel, binCount: Int?, raw: [UInt8]
    ) {
        self.path = path
        self.hopper = hopper
        self.bin = bin
        self.binCount = binCount
        self.raw = raw
    }
}
