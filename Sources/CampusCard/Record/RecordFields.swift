/// The fields of the identity record.
package enum IdentityField: String, RecordField {
    case layoutVersion, holderClass, issueNumber, cardNumber, studentNumber, validFrom, validTo
    case seal, checkSum

    package static let file = CardFile.identity

    /// 64 bytes.
    package static let standardLayout = RecordLayout<IdentityField>(
        version: 1, length: 64,
        places: [
            .layoutVersion: 0..<1, .holderClass: 1..<2, .issueNumber: 2..<4, .cardNumber: 4..<14,
            .studentNumber: 14..<34, .validFrom: 34..<38, .validTo: 38..<42, .seal: 54..<62,
            .checkSum: 62..<64,
        ])

    package var width: Int {
        switch self {
        case .layoutVersion, .holderClass: 1
        case .issueNumber, .checkSum: 2
        case .cardNumber: 10
        case .studentNumber: StudentNumber.lengthLimit
        case .validFrom, .validTo: 4
        case .seal: CardSeal.length
        }
    }

    package var about: String {
        switch self {
        case .layoutVersion: "The version of this layout."
        case .holderClass: "1 student, 2 staff, 3 external, 4 temporary, 5 family."
        case .issueNumber: "Which card of its number it is, most significant byte first."
        case .cardNumber: "Ten decimal digits in ASCII."
        case .studentNumber: "ASCII, filled up with 00."
        case .validFrom, .validTo: "A day as YYYYMMDD in packed decimal."
        case .seal: "The store's mark on the UID and all fields but itself and the check sum."
        case .checkSum: "CRC-16/CCITT-FALSE over all other bytes of the file."
        }
    }
}

/// The fields of the status record.
package enum StatusField: String, RecordField {
    case layoutVersion, flag, goodAsOf, limitsGeneration, singleLimit, dailyLimit, updateCounter
    case writtenOn, checkSum

    package static let file = CardFile.status

    /// 32 bytes.
    package static let standardLayout = RecordLayout<StatusField>(
        version: 1, length: 32,
        places: [
            .layoutVersion: 0..<1, .flag: 1..<2, .goodAsOf: 2..<6, .limitsGeneration: 6..<10,
            .singleLimit: 10..<14, .dailyLimit: 14..<18, .updateCounter: 18..<22,
            .writtenOn: 22..<26, .checkSum: 30..<32,
        ])

    package var width: Int {
        switch self {
        case .layoutVersion, .flag: 1
        case .checkSum: 2
        case .goodAsOf, .limitsGeneration, .singleLimit, .dailyLimit, .updateCounter, .writtenOn: 4
        }
    }

    package var about: String {
        switch self {
        case .layoutVersion: "The version of this layout."
        case .flag: "1 clear, 2 stopped."
        case .goodAsOf: "The list version of the plan by which the card was last written."
        case .limitsGeneration: "How often the holder's limits have changed."
        case .singleLimit: "From this amount on, in fen, a purchase asks for the password."
        case .dailyLimit: "From this sum of a day on, in fen, a purchase asks for the password."
        case .updateCounter: "How often the file was written, from 1."
        case .writtenOn: "The day of the write as YYYYMMDD in packed decimal."
        case .checkSum: "CRC-16/CCITT-FALSE over all other bytes of the file."
        }
    }
}
