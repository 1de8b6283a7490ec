/// The trace of the USB traffic, for technicians.
package struct TraceSection: Hashable, Sendable {
    /// The pcap file; nil when nothing is traced.
    package let file: String?
    /// The most that a trace's two files take together.
    package let byteLimit: Int

    init?(_ reader: SectionReader, _ paths: ConfigurationPaths) {
        let file = reader.read(Self.fileKey.optional)
        let megabytes = reader.read(Self.sizeKey)
        guard let file, let megabytes else { return nil }
        self.file = file.map(paths.resolve)
        byteLimit = megabytes * 1_048_576
    }

    private static let fileKey = ConfigurationKey<String>.path(
        "file", "Where the USB traffic is written as pcap, without key material.")
    private static let sizeKey = ConfigurationKey<Int>.whole(
        "sizeLimitMegabytes", in: 1...1_024, default: 64,
        "The most that a trace may grow to; of a longer one the newest half at least is kept.")
}
