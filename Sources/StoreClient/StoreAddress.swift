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
