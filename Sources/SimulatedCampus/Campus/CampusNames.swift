package import CampusCard

/// The names and numbers of a simulated campus, all made of an index from 0.
package enum CampusNames {
    package static let student = student(0)
    static let passwordText = "482913"
    static let wrongPasswordText = "111222"
    package static let password = fixedPassword(passwordText)
    static let wrongPassword = fixedPassword(wrongPasswordText)
    package static let kiosk = kiosk(0)
    /// A kiosk of the store that no machine stands behind: the desk, and the students' phones.
    package static let desk = KioskID(validated: "K-DESK")
    /// The version byte of the campus's keys.
    static let keyGeneration: UInt8 = 0x31
    /// 2026-11-23 00:00:00 in Shanghai, milliseconds since 1970 UTC.
    package static let wallAtStart: Int64 = 1_795_363_200_000

    package static func kiosk(_ index: Int) -> KioskID {
        KioskID(validated: "K-\(index < 9 ? "0" : "")\(index + 1)")
    }

    package static func student(_ index: Int) -> StudentNumber {
        StudentNumber(validated: "\(2_021_000_042 + index)")
    }

    static func account(_ index: Int) -> AccountID { AccountID(validated: "A-\(42 + index)") }
    static func cardNumber(_ index: Int) -> CardNumber { CardNumber(UInt32(4_242 + index)) }

    /// The card that a student has at the beginning.
    static func oldCard(_ index: Int) -> CardUID {
        let low = UInt16(0x0506 + index)
        let bytes: [UInt8] = [0x04, 0x01, 0x02, 0x03, 0x04, UInt8(low >> 8), UInt8(low & 0xFF)]
        guard let uid = CardUID(bytes) else { preconditionFailure("seven bytes are a UID") }
        return uid
    }

    private static func fixedPassword(_ text: String) -> CardPassword {
        guard let password = CardPassword(text) else {
            preconditionFailure("the campus's password is six digits")
        }
        return password
    }
}
