import CampusCard

extension CardKeyGrant {
    init?(_ reader: SectionReader) {
        let generation = reader.read(Self.generationKey)
        let master = reader.read(Self.masterKey)
        let application = reader.read(Self.applicationKey)
        guard let generation, let master, let application else { return nil }
        self.init(
            generation: UInt8(generation), piccMasterKey: master, applicationKeys: application)
    }

    private static let generationKey = ConfigurationKey<Int>.whole(
        "generation", in: 1...255, "The version byte of this card's keys.")

    private static let masterKey = ConfigurationKey<String>.text(
        "cardMaster", "32 hex digits", "The card's master key.", parse: keyText
    ).secret

    private static let applicationKey = ConfigurationKey<[String]>.list(
        "application", "a list of \(applicationKeyCount) texts of 32 hex digits",
        count: applicationKeyCount...applicationKeyCount, "The application's keys, from key 0."
    ) { value in
        guard case .text(let text) = value.content else { return nil }
        return keyText(text)
    }.secret

    /// The text of a key of sixteen bytes.
    private static func keyText(_ text: String) -> String? {
        [UInt8](hex: text)?.count == 16 ? text : nil
    }
}

extension SealedIdentity {
    init?(_ reader: SectionReader) {
        let holder = reader.read(Self.holderKey)
        let card = reader.read(Self.cardKey)
        let issue = reader.read(Self.issueKey)
        let student = reader.read(Self.studentKey)
        let from = reader.read(DayKey.key("validFrom", "The first day on which it is valid."))
        let to = reader.read(DayKey.key("validTo", "The last day on which it is valid."))
        let seal = reader.read(Self.sealKey)
        guard let holder, let card, let issue, let student, let from, let to, let seal else {
            return nil
        }
        guard from <= to else {
            reader.require(false, "validTo", value: "\"\(to)\"", "not before validFrom")
            return nil
        }
        record = IdentityRecord(
            holderClass: holder, cardNumber: CardNumber(UInt32(card)),
            issueNumber: IssueNumber(UInt16(issue)), studentNumber: student, validFrom: from,
            validTo: to)
        self.seal = seal
    }

    private static let holderKey = ConfigurationKey<RecordHolderClass>.named(
        "holderClass", RecordHolderClass.allCases, "What kind of cardholder it is.")

    private static let cardKey = ConfigurationKey<Int>.whole(
        "cardNumber", in: 0...Int(UInt32.max), "The card's number, which every reissue keeps.")

    private static let issueKey = ConfigurationKey<Int>.whole(
        "issueNumber", in: 0...Int(UInt16.max), "Which card of that number it is.")

    private static let studentKey = ConfigurationKey<StudentNumber>.text(
        "studentNumber",
        "1 to \(StudentNumber.lengthLimit) letters, digits, '-', '_' or '.'",
        "The number that the school knows the cardholder by.", parse: StudentNumber.parse)

    private static let sealKey = ConfigurationKey<CardSeal>.text(
        "seal", "16 hex digits", "The store's mark on this identity on this chip."
    ) { text in [UInt8](hex: text).flatMap(CardSeal.init) }
}

extension StatusRecord {
    init?(_ reader: SectionReader) {
        let flag = reader.read(Self.flagKey)
        let goodAsOf = reader.read(
            Self.count("goodAsOf", "The list version of the plan by which it was written."))
        let generation = reader.read(
            Self.count("limitsGeneration", "How often the holder's limits have changed."))
        let single = reader.read(
            Self.count("singleLimitFen", "A single purchase from here on asks for the password."))
        let daily = reader.read(
            Self.count("dailyLimitFen", "A day's sum from here on asks for the password."))
        let counter = reader.read(
            Self.count("updateCounter", "How often the file was written, from 1."))
        let day = reader.read(DayKey.key("writtenOn", "The day of the write."))
        guard let flag, let goodAsOf, let generation, let single, let daily, let counter, let day
        else { return nil }
        self.init(
            flag: flag, goodAsOf: ListVersion(UInt32(goodAsOf)),
            limitsGeneration: UInt32(generation), singleLimit: Money(fen: Int64(single)),
            dailyLimit: Money(fen: Int64(daily)), updateCounter: UInt32(counter), writtenOn: day)
    }

    private static let flagKey = ConfigurationKey<StatusRecord.Flag>.named(
        "flag", StatusRecord.Flag.allCases, "What a terminal without a list goes by.")

    private static func count(_ name: String, _ about: String) -> ConfigurationKey<Int> {
        .whole(name, in: 0...Int(UInt32.max), about)
    }
}

extension ConfigurationKey where Value: Hashable {
    /// A key that takes the name of one of some cases.
    fileprivate static func named(_ name: String, _ cases: [Value], _ about: String) -> Self {
        let names = cases.map { "\"\($0)\"" }
        let bound = names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
        return text(name, bound, about) { text in cases.first { "\($0)" == text } }
    }
}

/// A calendar day.
private enum DayKey {
    static func key(_ name: String, _ about: String) -> ConfigurationKey<RecordDate> {
        .text(name, "a day from 2000 to 2099, as \"2026-09-01\"", about) { text in
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            guard parts.map(\.count) == [4, 2, 2] else { return nil }
            return [UInt8](hex: parts.joined()).flatMap(RecordDate.init(packed:))
        }
    }
}
