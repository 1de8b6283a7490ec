package import CampusCard
package import CentralStore
import Crypto
package import Foundation

/// The store's half of the seal on loss reports that waited in a kiosk (RFC 9180;
/// `SealedLossReport` has the suite).
package struct HPKEReportOpener: ReportOpener {
    /// The private key's file, beside the master keys.
    package static let fileName = "loss-report.key"

    package let publicKey: SealingKey
    private let key: Curve25519.KeyAgreement.PrivateKey

    init(key: Curve25519.KeyAgreement.PrivateKey) {
        self.key = key
        publicKey = SealingKey(validated: [UInt8](key.publicKey.rawRepresentation).hex)
    }

    /// The key of this folder. A missing one is made: no more than the reports of one day were
    /// sealed under another, and those are refused.
    package static func inFolder(_ folder: URL) throws(StoreFailure) -> HPKEReportOpener {
        let path = folder.appending(path: fileName).path
        guard FileManager.default.fileExists(atPath: path) else {
            let key = Curve25519.KeyAgreement.PrivateKey()
            try OwnerOnlyFile.write([UInt8](key.rawRepresentation).hex, to: path)
            return HPKEReportOpener(key: key)
        }
        let bytes = try OwnerOnlyFile.hexBytes(at: path)
        do {
            return HPKEReportOpener(key: try .init(rawRepresentation: bytes))
        } catch {
            throw StoreFailure("read \(path): it holds \(bytes.count) bytes, not a key of 32")
        }
    }

    package func open(_ report: SealedLossReport, from kiosk: KioskID) -> LossReportSecret? {
        guard let encapsulated = [UInt8](hex: report.encapsulatedKey),
            let sealed = [UInt8](hex: report.ciphertext),
            var recipient = try? HPKE.Recipient(
                privateKey: key, ciphersuite: .Curve25519_SHA256_ChachaPoly,
                info: Data(LossReportLabel.info.utf8), encapsulatedKey: Data(encapsulated)),
            let plain = try? recipient.open(
                Data(sealed), authenticating: Data(report.label(kiosk: kiosk).bytes))
        else { return nil }
        return LossReportSecret(bytes: [UInt8](plain))
    }
}
