/// How the kiosk reaches the central store, over mutual TLS.
package struct StoreSection: Hashable, Sendable {
    package let host: String
    package let port: Int
    /// The kiosk's certificate chain, PEM.
    package let certificate: String
    /// The certificate's private key, PEM.
    package let key: String
    /// The authorities that the store's certificate is checked against, PEM.
    package let trust: String

    init?(_ reader: SectionReader, _ paths: ConfigurationPaths) {
        let host = reader.read(Self.hostKey)
        let port = reader.read(Self.portKey)
        let certificate = reader.read(Self.certificateKey).map(paths.resolve)
        let key = reader.read(Self.keyKey).map(paths.resolve)
        let trust = reader.read(Self.trustKey).map(paths.resolve)
        guard let host, let port, let certificate, let key, let trust else { return nil }
        self.host = host
        self.port = port
        self.certificate = certificate
        self.key = key
        self.trust = trust
    }

    private static let hostKey = ConfigurationKey<String>.host(
        "host", "The central store, as its certificate names it.")
    private static let portKey = ConfigurationKey<Int>.port(
        "port", default: 8443, "The store's port for kiosks.")
    private static let certificateKey = ConfigurationKey<String>.path(
        "certificate", "This kiosk's certificate chain, PEM.")
    private static let keyKey = ConfigurationKey<String>.path(
        "key", "The private key of that certificate, PEM.")
    private static let trustKey = ConfigurationKey<String>.path(
        "trust", "The authorities that may sign the store's certificate, PEM.")
}
