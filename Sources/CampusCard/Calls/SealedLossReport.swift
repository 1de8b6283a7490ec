/// A loss report that only the central store can read: number and password under its public key, made while the store
/// does not answer (design §4).
///
/// The seal is HPKE (RFC 9180) in base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. Info is
/// `LossReportLabel.info`, the associated data are the bytes of the label.
package struct SealedLossReport: Hashable, Sendable, Codable {
    /// The most milliseconds between sealing and use; afterwards the kiosk forgets the report and the store refuses it.
    package static let lifetimeMilliseconds: Int64 = 24 * 3_600_000
    /// How far ahead of the store's clock a kiosk's may be.
    package static let clockToleranceMilliseconds: Int64 = 60_000

    /// The case in which the student reported.
    package let caseID: CaseID
    /// The kiosk's clock at the sealing: milliseconds since 1970, UTC.
    package let sealedAtMilliseconds: Int64
    /// Hexadecimal: the encapsulated key, 32 bytes.
    package let encapsulatedKey: String
    /// Hexadecimal: the sealed secret and its tag, `LossReportSecret.byteCount` + 16 bytes.
    package let ciphertext: String

    package init(
        caseID: CaseID, sealedAtMilliseconds: Int64, encapsulatedKey: String, ciphertext: String
    ) {
        self.caseID = caseID
        self.sealedAtMilliseconds = sealedAtMilliseconds
        self.encapsulatedKey = encapsulatedKey
        self.ciphertext = ciphertext
    }

    /// What the seal is bound to when this kiosk made it.
    package func label(kiosk: KioskID) -> LossReportLabel {
        LossReportLabel(
            kiosk: kiosk, caseID: caseID, sealedAtMilliseconds: sealedAtMilliseconds)
    }

    /// Whether it may still be used at this time.
    package func isFresh(atMilliseconds now: Int64) -> Bool {
        let age = now - sealedAtMilliseconds
        return (-Self.clockToleranceMilliseconds...Self.lifetimeMilliseconds).contains(age)
    }
}

/// What a sealed report belongs to. It travels in the clear and cannot be exchanged without breaking the seal.
package struct LossReportLabel: Hashable, Sendable {
    /// Binds the key schedule to this purpose and layout.
    package static let info = "campus-card kiosk: loss report, layout 1"

    package let kiosk: KioskID
    package let caseID: CaseID
    package let sealedAtMilliseconds: Int64

    package init(kiosk: KioskID, caseID: CaseID, sealedAtMilliseconds: Int64) {
        self.kiosk = kiosk
        self.caseID = caseID
        self.sealedAtMilliseconds = sealedAtMilliseconds
    }

    /// Kiosk, case and time as ASCII, separated by `|`, which none of them can hold.
    package var bytes: [UInt8] {
        [UInt8]("\(kiosk.text)|\(caseID.text)|\(sealedAtMilliseconds)".utf8)
    }
}

/// The store's public key for loss reports: X25519, 32 bytes in hexadecimal.
package struct SealingKey: TextIdentifier {
    package static let lengthLimit = 64
    package let text: String

    package init(validated text: String) {
        precondition(Self.isValid(text), "SealingKey was built from text that was not checked")
        self.text = text
    }
}
