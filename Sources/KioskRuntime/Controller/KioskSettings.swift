package import CampusCard
package import CardEncoding
package import KioskPorts

/// What a campus sets for one kiosk.
package struct KioskSettings: Hashable, Sendable {
    package let kiosk: KioskID
    package let bootID: BootID
    package let software: String
    package let durations: TimerDurations
    /// What the bin holds when it is full.
    package let binCapacity: Int
    /// Added to UTC for people, in seconds; 28,800 for Asia/Shanghai.
    package let zoneOffsetSeconds: Int32
    /// No clock can be right that is before this: milliseconds since 1970 UTC.
    package let builtAtMilliseconds: Int64
    package let receiptLanguages: ReceiptLanguages
    /// How cards are laid out here.
    package let cardProfile: CardProfile
    /// The version byte by which a card shows that its keys are ours.
    package let keyGeneration: UInt8

    package init(
        kiosk: KioskID, bootID: BootID, software: String, durations: TimerDurations,
        binCapacity: Int, zoneOffsetSeconds: Int32, builtAtMilliseconds: Int64,
        receiptLanguages: ReceiptLanguages, cardProfile: CardProfile,
        keyGeneration: UInt8
    ) {
        self.kiosk = kiosk
        self.bootID = bootID
        self.software = software
        self.durations = durations
        self.binCapacity = binCapacity
        self.zoneOffsetSeconds = zoneOffsetSeconds
        self.builtAtMilliseconds = builtAtMilliseconds
        self.receiptLanguages = receiptLanguages
        self.cardProfile = cardProfile
        self.keyGeneration = keyGeneration
    }
}
