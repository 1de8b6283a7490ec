package import CampusCard

/// What a chip says of itself in answer to GetVersion: 28 bytes in three frames, hardware (7),
/// software (7), UID (7), batch (5), week and year of production.
package struct CardProduct: Hashable, Sendable, Codable {
    /// 01 EV1, 12 EV2, 33 EV3.
    package let hardwareMajor: UInt8
    /// 16, 18 and 1A stand for 2, 4 and 8 KiB.
    package let storage: UInt8
    package let uid: CardUID
    /// The maker's batch number, as hex: for tracing a bad lot of blanks.
    package let batch: String

    package init(hardwareMajor: UInt8, storage: UInt8, uid: CardUID, batch: String) {
        self.hardwareMajor = hardwareMajor
        self.storage = storage
        self.uid = uid
        self.batch = batch
    }

    /// The AES authentication that it knows.
    var scheme: AuthenticationScheme { takesWholeFrames ? .ev2First : .aes }

    /// Whether it takes a write or gives a read in one frame of up to 255 bytes: EV2 and later.
    var takesWholeFrames: Bool { hardwareMajor > 0x01 }

    /// Reads an answer. Throws what makes the card unfit for profile A; nil when it is no such
    /// answer.
    static func read(
        _ answer: [UInt8], profile: CardProfile
    ) throws(CardRejection) -> CardProduct? {
        guard answer.count == 28, let uid = CardUID(Array(answer[14..<21])) else { return nil }
        let isNXP = answer[0] == 0x04 && answer[7] == 0x04
        guard isNXP, answer[1] & 0x0F == 0x01 else { throw .notDESFire }
        guard profile.hardwareMajors.contains(answer[3]) else {
            throw .unsupportedHardware(major: answer[3])
        }
        // A chip with a random UID withholds the real one until an authentication.
        guard uid.bytes.contains(where: { $0 != 0 }), !uid.isRandom else { throw .randomUID }
        return CardProduct(
            hardwareMajor: answer[3], storage: answer[5], uid: uid, batch: answer[21..<26].hex)
    }
}

/// What is known of a card before it has said which one it is.
extension CardProduct? {
    var scheme: AuthenticationScheme { self?.scheme ?? .ev2First }
    var takesWholeFrames: Bool { self?.takesWholeFrames ?? false }
}
