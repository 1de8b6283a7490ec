/// The trace of the USB traffic, for technicians.
package struct TraceSection: Hashable, Sendable {
    /// The pcap file that everything is written to; nil: nothing is written all the time.
    package let file: String?
    /// The most that this file and the one before it take together.
    package let byteLimit: Int
    /// Where the newest traffic is dumped at a device's fault and on request; nil: in `traces` in the kiosk's folder.
    package let folder: String?
    /// Bytes of the newest traffic that are kept in memory, and the size of a dump.
    package let ringByteLimit: Int
    /// Dumps that are kept.
    package let dumpLimit: Int

    init?(_ reader: SectionReader, _ paths: ConfigurationPaths) {
        let file = reader.read(Self.fileKey.optional)
        let megabytes = reader.read(Self.sizeKey)
        let folder = reader.read(Self.folderKey.optional)
        let ringMegabytes = reader.read(Self.ringKey)
        let dumps = reader.read(Self.dumpsKey)
        guard let file, let megabytes, let folder, let ringMegabytes, let dumps else { return nil }
        self.file = file.map(paths.resolve)
        byteLimit = megabytes * Self.megabyte
        self.folder = folder.map(paths.resolve)
        ringByteLimit = ringMegabytes * Self.megabyte
        dumpLimit = dumps
    }

    private static let megabyte = 1_048_576

    private static let fileKey = ConfigurationKey<String>.path(
        "file", "Where the USB traffic is written as pcap, without key material.")
    private static let sizeKey = ConfigurationKey<Int>.whole(
        "sizeLimitMegabytes", in: 1...1_024, default: 64,
        "The most that a trace may grow to; of a longer one the newest half at least is kept.")
    private static let folderKey = ConfigurationKey<String>.path(
        "dumpFolder",
        "Where the newest USB traffic is dumped at a device's fault and by `kiosk trace dump`; "
            + "without it, in traces in the kiosk's folder.")
    private static let ringKey = ConfigurationKey<Int>.whole(
        "memoryMegabytes", in: 1...64, default: 4,
        "How much of the newest USB traffic is kept in memory, which is the size of a dump.")
    private static let dumpsKey = ConfigurationKey<Int>.whole(
        "dumpLimitFiles", in: 1...1_000, default: 20,
        "Dumps that are kept; before one too many is written, the oldest goes.")
}
