/// The student's screen.
package struct ScreenSection: Hashable, Sendable {
    package let address: String
    package let port: Int
    /// The folder of the screen's texts, one file for each language.
    package let texts: String

    init?(_ reader: SectionReader, _ paths: ConfigurationPaths) {
        let address = reader.read(Self.addressKey)
        let port = reader.read(Self.portKey)
        let texts = reader.read(Self.textsKey).map(paths.resolve)
        guard let address, let port, let texts else { return nil }
        self.address = address
        self.port = port
        self.texts = texts
    }

    /// The browser runs on this machine, so nothing else needs to reach the screen.
    private static let addressKey = ConfigurationKey<String>.host(
        "address", default: "127.0.0.1", "The address on which the screen is served.")
    private static let portKey = ConfigurationKey<Int>.port(
        "port", default: 8080, "The port on which the screen is served.")
    private static let textsKey = ConfigurationKey<String>.path(
        "texts", "The folder with the screen's texts, zh-Hans.json and en.json.")
}
