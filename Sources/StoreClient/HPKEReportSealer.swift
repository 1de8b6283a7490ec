package import CampusCard
import Crypto
import Foundation
import KioskPorts

/// The kiosk's half of the seal on loss reports that wait for the store (RFC 9180; `SealedLossReport` has the suite).
package struct HPKEReportSealer: ReportSealer {
    package init() {}

    package func seal(
        _ secret: LossReportSecret, label: LossReportLabel, to key: SealingKey
    ) -> SealedLossReport? {
        guard let bytes = [UInt8](hex: key.text),
            let publicKey = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: bytes),
            var sender = try? HPKE.Sender(
                recipientKey: publicKey, ciphersuite: .Curve25519_SHA256_ChachaPoly,
                info: Data(LossReportLabel.info.utf8)),
            let sealed = try? sender.seal(
                Data(secret.bytes), authenticating: Data(label.bytes))
        else { return nil }
        return SealedLossReport(
            caseID: label.caseID, sealedAtMilliseconds: label.sealedAtMilliseconds,
            encapsulatedKey: [UInt8](sender.encapsulatedKey).hex,
            ciphertext: [UInt8](sealed).hex)
    }
}
