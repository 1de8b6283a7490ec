import Crypto
import Foundation
import SwiftASN1
import X509

/// Makes certificates of a campus: P-256 keys, signed by the campus's own authority.
struct CertificateMaker {
    /// What a certificate is for.
    enum Purpose {
        case authority
        /// The names and addresses by which kiosks reach the store.
        case store(hosts: [String])
        case kiosk
    }

    /// A certificate and its key, as PEM.
    struct Pair {
        let certificate: Certificate
        let key: P256.Signing.PrivateKey
    }

    let now: Date

    /// The store's clock and a kiosk's may differ by as much without a new certificate being
    /// refused.
    private static let clockTolerance: TimeInterval = 3_600
    private static let day: TimeInterval = 86_400

    func authority(name: String, days: Int) throws -> Pair {
        let key = P256.Signing.PrivateKey()
        let subject = try DistinguishedName { CommonName(name) }
        let certificate = try sign(
            key.publicKey, subject: subject, issuer: subject, by: key, days: days,
            extensions: Self.extensions(.authority))
        return Pair(certificate: certificate, key: key)
    }

    func leaf(name: String, _ purpose: Purpose, days: Int, by authority: Pair) throws -> Pair {
        let key = P256.Signing.PrivateKey()
        let certificate = try sign(
            key.publicKey, subject: try DistinguishedName { CommonName(name) },
            issuer: authority.certificate.subject, by: authority.key, days: days,
            extensions: Self.extensions(purpose))
        return Pair(certificate: certificate, key: key)
    }

    private func sign(
        _ publicKey: P256.Signing.PublicKey, subject: DistinguishedName, issuer: DistinguishedName,
        by issuerKey: P256.Signing.PrivateKey, days: Int, extensions: Certificate.Extensions
    ) throws -> Certificate {
        try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(),
            publicKey: Certificate.PublicKey(publicKey),
            notValidBefore: now.addingTimeInterval(-Self.clockTolerance),
            notValidAfter: now.addingTimeInterval(TimeInterval(days) * Self.day),
            issuer: issuer, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: extensions, issuerPrivateKey: Certificate.PrivateKey(issuerKey))
    }

    private static func extensions(_ purpose: Purpose) throws -> Certificate.Extensions {
        switch purpose {
        case .authority:
            try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true))
            }
        case .store(let hosts):
            try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(hosts.map(generalName))
            }
        case .kiosk:
            try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.clientAuth])
            }
        }
    }

    /// An IPv4 address as such, anything else as a DNS name.
    private static func generalName(_ host: String) -> GeneralName {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { UInt8($0) }
        return parts.count == 4 && bytes.count == 4
            ? .ipAddress(ASN1OctetString(contentBytes: bytes[...])) : .dnsName(host)
    }
}
