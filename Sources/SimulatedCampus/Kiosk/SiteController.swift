import CampusCard
import CardEncoding
import KioskCore
import KioskPorts
import KioskRuntime
import Simulator
import StoreClient

/// One boot of a kiosk's controller over its site.
enum SiteController {
    static func make(_ site: KioskSite, journal: CuttingJournal, bus: ProcessBus) -> KioskController
    {
        let settings = site.settings
        let clock = site.clock
        let random = SeededRandom(seed: site.seed &+ UInt64(site.boots) &* 977)
        let devices = CampusDevices.make(settings.wiring, site: site, bus: bus, random: random)
        let meter = settings.meter
        let equipment = Equipment(
            dispenser: MeteredDispenser(
                dispenser: devices.dispenser, clock: clock, meter: meter),
            readPosition: MeteredChannel(
                channel: FailingCards(
                    channel: devices.readPosition, interference: site.cards), clock: clock,
                meter: meter),
            counter: devices.counter, printer: site.printer, journal: journal,
            store: MeteredStore(
                store: StoreClient(
                    kiosk: site.id, carrier: site.network.line(), clock: clock,
                    troubles: site.troubles),
                clock: clock, meter: meter),
            reportSealer: PlainSeal(), reportShelf: site.shelf,
            clock: clock, troubles: site.troubles, random: { SeededSource(random) },
            executor: site.executor,
            log: site.log)
        return KioskController(
            equipment: equipment, settings: kioskSettings(site), pickup: .fixed)
    }

    /// Cards that the bin takes.
    static let binCapacity = 50

    private static func kioskSettings(_ site: KioskSite) -> KioskSettings {
        KioskSettings(
            kiosk: site.id, bootID: BootID(validated: "boot-\(site.boots)"),
            software: "simulated", durations: site.settings.durations, binCapacity: binCapacity,
            zoneOffsetSeconds: 28_800, builtAtMilliseconds: CampusNames.wallAtStart - 1,
            receiptLanguages: .both,
            cardProfile: CardProfile(
                applicationID: CardFormat.standard.applicationID, hardwareMajors: [0x12, 0x33]),
            keyGeneration: CampusNames.keyGeneration)
    }
}
