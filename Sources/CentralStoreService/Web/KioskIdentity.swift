import CampusCard
import NIOCore
import NIOSSL
import SwiftASN1
import X509

/// Who a certificate says it is.
enum KioskIdentity {
    /// The kiosk that a connection's certificate names as its common name; nil without one, or when
    /// the name is not a kiosk's. The certificate itself was verified when the connection was made.
    static func of(_ channel: any Channel) async -> KioskID? {
        guard let shown = try? await channel.nioSSL_peerCertificate().get(),
            let bytes = try? shown.toDERBytes(),
            let certificate = try? Certificate(derEncoded: bytes)
        else { return nil }
        return commonName(of: certificate.subject).flatMap(KioskID.parse)
    }

    /// The only common name of a subject.
    static func commonName(of subject: DistinguishedName) -> String? {
        let names = subject.flatMap { $0 }.filter {
            $0.type == .RDNAttributeType.commonName
        }
        return names.count == 1 ? names.first.flatMap { String($0.value) } : nil
    }
}
