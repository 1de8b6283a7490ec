import NIOSSL

/// Where the store's certificate, its key and the campus authority lie, as PEM files.
package struct ServerCertificateFiles: Sendable {
    package let certificate: String
    package let key: String
    package let authority: String

    package init(certificate: String, key: String, authority: String) {
        self.certificate = certificate
        self.key = key
        self.authority = authority
    }

    /// Mutual TLS: a client without a certificate of the campus authority is turned away in the
    /// handshake. A client's name is not looked up in DNS: its common name is its identity.
    func tlsConfiguration() throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map {
                .certificate($0)
            },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
        configuration.trustRoots = .file(authority)
        configuration.certificateVerification = .noHostnameVerification
        configuration.minimumTLSVersion = .tlsv12
        return configuration
    }
}
