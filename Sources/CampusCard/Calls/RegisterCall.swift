/// A kiosk's report after boot and, as a heartbeat, every few seconds: it is answered with what the kiosk needs
/// to judge whether it may start a case.
package struct RegisterCall: StoreCall {
    package static let name = StoreCallName.register

    package let bootID: BootID
    package let epoch: JournalEpoch
    /// Version of the kiosk's software.
    package let software: String
    /// The life of the store that the kiosk has heard of; nil for none.
    package let storeEpoch: StoreEpoch?
    /// The next event that this life of the store wants, as it has acknowledged: a store that has seen less was restored.
    package let nextWanted: EventSequence
    /// The number that the kiosk's next event will take: a replay is whole when the store wants this one.
    package let nextEvent: EventSequence

    /// What a kiosk judges itself by.
    package struct Answer: Hashable, Sendable, Codable {
        /// The store's clock: milliseconds since 1970, UTC.
        package let storeTimeMilliseconds: Int64
        /// False when an operator took this kiosk out of service.
        package let inService: Bool
        package let listVersion: ListVersion
        /// The next event that the store wants of this kiosk and epoch.
        package let nextEvent: EventSequence
        /// Under which loss reports are sealed while the store does not answer; nil where it takes none.
        package let sealingKey: SealingKey?
        /// The store's life: when it is a new one, the kiosk sends again from `nextEvent` on.
        package let storeEpoch: StoreEpoch
        /// The store has not heard all kiosks since it was restored: no case may start.
        package let replaying: Bool

        package init(
            storeTimeMilliseconds: Int64, inService: Bool, listVersion: ListVersion,
            nextEvent: EventSequence, sealingKey: SealingKey?, storeEpoch: StoreEpoch,
            replaying: Bool
        ) {
            self.storeTimeMilliseconds = storeTimeMilliseconds
            self.inService = inService
            self.listVersion = listVersion
            self.nextEvent = nextEvent
            self.sealingKey = sealingKey
            self.storeEpoch = storeEpoch
            self.replaying = replaying
        }
    }

    package init(
        bootID: BootID, epoch: JournalEpoch, software: String, storeEpoch: StoreEpoch?,
        nextWanted: EventSequence, nextEvent: EventSequence
    ) {
        self.bootID = bootID
        self.epoch = epoch
        self.software = software
        self.storeEpoch = storeEpoch
        self.nextWanted = nextWanted
        self.nextEvent = nextEvent
    }
}
