import CampusCard

/// A campus that lays its records out in its own way, with gaps, at other lengths, and with the
/// version byte at the far end.
enum OtherCampus {
    static let format = CardFormat(
        applicationID: ApplicationID(validated: 0xF58812),
        identity: RecordLayout(
            version: 3, length: 80,
            places: [
                .layoutVersion: 79..<80, .holderClass: 6..<7, .issueNumber: 0..<2,
                .cardNumber: 8..<18, .studentNumber: 20..<40, .validFrom: 44..<48,
                .validTo: 40..<44, .seal: 60..<68, .checkSum: 4..<6,
            ]),
        status: RecordLayout(
            version: 9, length: 40,
            places: [
                .layoutVersion: 0..<1, .flag: 3..<4, .goodAsOf: 4..<8, .limitsGeneration: 8..<12,
                .singleLimit: 12..<16, .dailyLimit: 16..<20, .updateCounter: 36..<40,
                .writtenOn: 24..<28, .checkSum: 1..<3,
            ]))
}
