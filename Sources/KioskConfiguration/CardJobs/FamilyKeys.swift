import CampusCard
package import CardEncoding
package import CardPrimitives

/// The keys of one FMCOS card, and the maker's that opens its blank.
package struct FMCOSDeskKeys: Sendable {
    package let transport: SecretKey
    package let set: FMCOSKeySet

    init?(_ reader: SectionReader) {
        let transport = reader.read(
            KeyText.key(
                "transport", bytes: 16, "The maker's key of the root.",
                default: String(repeating: "FF", count: 16)))
        let names = [
            ("cardMaster", "Root: makes and deletes applications."),
            ("applicationMaster", "Writes the identity and changes keys."),
            ("reading", "Reads the identity."), ("line", "Its MAC writes identity and status."),
            ("proving", "The card proves itself with it."), ("load", "Loads the purse."),
            ("purchase", "Debits the purse."),
        ]
        let keys = names.map { reader.read(KeyText.key($0, bytes: 16, $1)) }
        guard let transport, !keys.contains(where: { $0 == nil }) else { return nil }
        let all = keys.compactMap { $0 }.map { SecretKey($0) }
        self.transport = SecretKey(transport)
        set = FMCOSKeySet(
            cardMaster: all[0], applicationMaster: all[1], reading: all[2], line: all[3],
            proving: all[4], load: all[5], purchase: all[6])
    }
}

/// The keys of one MIFARE Classic card.
package struct ClassicDeskKeys: Sendable {
    /// Of the campus's sector.
    package let sector: ClassicSectorKeys
    /// Key B of the directory.
    package let directoryWriting: SecretKey

    init?(_ reader: SectionReader) {
        let a = reader.read(KeyText.key("a", bytes: 6, "Key A of the sector: reads the record."))
        let b = reader.read(KeyText.key("b", bytes: 6, "Key B of the sector: writes it."))
        let directory = reader.read(
            KeyText.key("directoryB", bytes: 6, "Key B of the directory's sector."))
        guard let a, let b, let directory else { return nil }
        sector = ClassicSectorKeys(a: SecretKey(a), b: SecretKey(b))
        directoryWriting = SecretKey(directory)
    }
}

/// Keys as hex digits, which no complaint shows.
private enum KeyText {
    static func key(
        _ name: String, bytes count: Int, _ about: String, default fallback: String? = nil
    ) -> ConfigurationKey<[UInt8]> {
        let known = fallback.flatMap { text in [UInt8](hex: text).map { (text, $0) } }
        return .text(name, "\(2 * count) hex digits", default: known, about) { text in
            [UInt8](hex: text).flatMap { $0.count == count ? $0 : nil }
        }.secret
    }
}
