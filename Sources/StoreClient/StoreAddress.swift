import NIOSSL

/// Where the store listens. The host must stand in the store's certificate.
package struct StoreAddress: Hashable, Sendable {
    package let host: String
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }
}

/// The kiosk's certificate and key and the campus authority, as PEM files.
package struct KioskCertificateFiles: Hashable, Sendable {
    package let certificate: String
    package let key: String
    package let authority: String

    package init(certificate: String, key: String, authority: String) {
        self.certificate = certificate
        self.key = key
        self.authority = authority
    }

    /// When the kiosk's certificate ends, milliseconds since 1970 UTC: an expired one is a stated reason for being out
    /// of service.
    package func endsAtMilliseconds() throws -> Int64? {
        try NIOSSLCertificate.fromPEMFile(certificate).first.map { Int64($0.notValidAfter) * 1_000 }
    }

    func tlsConfiguration() throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(certificate).map {
            .certificate($0)
        }
        configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
        configuration.trustRoots = .file(authority)
        configuration.minimumTLSVersion = .tlsv12
        return configuration
    }
}
