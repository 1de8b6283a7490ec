/// The student's screen, for the browser on this machine.
package struct ScreenSection: Hashable, Sendable {
    package let port: Int
    /// The folder of the screen's texts, one file for each language.
    package let texts: String

    init?(_ reader: SectionReader, _ paths: ConfigurationPaths) {
        let port = reader.read(Self.portKey)
        let texts = reader.read(Self.textsKey).map(paths.resolve)
        guard let port, let texts else { return nil }
        self.port = port
        self.texts = texts
    }

    private static let portKey = ConfigurationKey<Int>.port(
        "port", default: 8080, "The port on 127.0.0.1 on which the screen is served.")
    private static let textsKey = ConfigurationKey<String>.path(
        "texts", "The folder with the screen's texts, zh-Hans.json and en.json.")
}
