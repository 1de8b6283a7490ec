package import CampusCard

/// All that a campus sets for one kiosk, read from one JSON file and the card profile that it names. Every value
/// is within its bounds; paths are resolved against the file's folder.
package struct KioskConfiguration: Hashable, Sendable {
    package let kiosk: KioskID
    /// Where the journal, the receipts and the control socket lie.
    package let folder: String
    package let store: StoreSection
    package let screen: ScreenSection
    package let dispenser: DispenserSection
    package let readers: ReadersSection
    package let printer: PrinterSection
    /// The file that says how cards are laid out here.
    package let cardProfileFile: String
    /// The version byte by which a card shows that its keys are the campus's.
    package let keyGeneration: UInt8
    package let timers: TimersSection
    /// What the bin holds when it is full, in cards.
    package let binCapacity: Int
    /// Added to UTC for people, in seconds.
    package let zoneOffsetSeconds: Int32
    package let trace: TraceSection

    /// - Parameters:
    ///   - bytes: the file's content.
    ///   - file: its name for complaints.
    ///   - folder: its folder, for relative paths.
    package static func read(
        _ bytes: [UInt8], file: String, folder: String
    ) throws(ConfigurationFaults) -> KioskConfiguration {
        try ConfigurationReport.read(bytes, file: file) {
            read($0, paths: ConfigurationPaths(folder: folder))
        }
    }

    /// Every key with its bound, its default and its meaning.
    package static var keys: [KeyDescription] {
        ConfigurationReport.keys { read($0, paths: ConfigurationPaths(folder: "")) }
    }

    private static func read(
        _ reader: SectionReader, paths: ConfigurationPaths
    ) -> KioskConfiguration? {
        let kiosk = reader.read(kioskKey)
        let folder = reader.read(folderKey).map(paths.resolve)
        let store = reader.section("store") { StoreSection($0, paths) }
        let screen = reader.section("screen") { ScreenSection($0, paths) }
        let dispenser = reader.section("dispenser") { DispenserSection($0, paths) }
        let readers = reader.section("readers") { ReadersSection($0) }
        let printer = reader.section("printer") { PrinterSection($0, paths) }
        let cards = reader.read(cardProfileKey).map(paths.resolve)
        let generation = reader.read(keyGenerationKey)
        let timers = reader.section("timers") { TimersSection($0) }
        let binCapacity = reader.read(binCapacityKey)
        let zone = reader.read(zoneOffsetKey)
        let trace = reader.section("trace") { TraceSection($0, paths) }
        guard let kiosk, let folder, let store, let screen, let dispenser, let readers,
            let printer, let cards, let generation, let timers, let binCapacity, let zone, let trace
        else { return nil }
        return KioskConfiguration(
            kiosk: kiosk, folder: folder, store: store, screen: screen, dispenser: dispenser,
            readers: readers, printer: printer, cardProfileFile: cards,
            keyGeneration: UInt8(generation), timers: timers,
            binCapacity: binCapacity, zoneOffsetSeconds: Int32(zone * 60), trace: trace)
    }
}

extension KioskConfiguration {
    private static let kioskKey = ConfigurationKey<KioskID>.text(
        "kiosk", "1 to \(KioskID.lengthLimit) letters, digits, '-', '_' or '.'",
        "This kiosk's name, as the central store registered it.", parse: KioskID.parse)

    private static let folderKey = ConfigurationKey<String>.path(
        "folder", "Where the kiosk keeps its journal, receipts and control socket.")

    private static let cardProfileKey = ConfigurationKey<String>.path(
        "cardProfile", "The file that says how this campus lays out its cards.")

    /// 0 is the version of a chip from the factory (DESFire: KeyVersion).
    private static let keyGenerationKey = ConfigurationKey<Int>.whole(
        "keyGeneration", in: 1...255, default: 49,
        "The generation of the campus's card keys, as `central-store keys check` shows it.")

    /// At least one blank for each attempt of a case and one more (K10).
    private static let binCapacityKey = ConfigurationKey<Int>.whole(
        "binCapacityCards", in: 3...999, default: 50, "What the bin holds when it is full.")

    private static let zoneOffsetKey = ConfigurationKey<Int>.whole(
        "zoneOffsetMinutes", in: -720...840, default: 480,
        "Added to UTC for people; 480 is Asia/Shanghai.")
}
