/// A kiosk's report after boot and, as a heartbeat, every few seconds: it is answered with what the kiosk needs
/// to judge whether it may start a case.
package struct RegisterCall: StoreCall {
    package static let name = StoreCallName.register

    package let bootID: BootID
    package let epoch: JournalEpoch
    /// Version of the kiosk's software.
    package let software: String

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

        package init(
            storeTimeMilliseconds: Int64, inService: Bool, listVersion: ListVersion,
            nextEvent: EventSequence, sealingKey: SealingKey?
        ) {
            self.storeTimeMilliseconds = storeTimeMilliseconds
            self.inService = inService
            self.listVersion = listVersion
            self.nextEvent = nextEvent
            self.sealingKey = sealingKey
        }
    }

    package init(bootID: BootID, epoch: JournalEpoch, software: String) {
        self.bootID = bootID
        self.epoch = epoch
        self.software = software
    }
}
