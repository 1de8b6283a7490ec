import CampusCard

extension TransitNumber {
    /// Reads packed decimal digits. What is left of the last byte is filled with F. Nil for anything else, and for a
    /// number of zeros, which cards bear that were never made personal.
    init?(_ bytes: [UInt8], of application: TransitApplication) {
        var digits = bytes.flatMap { [$0 >> 4, $0 & 0x0F] }
        while digits.last == 0x0F { digits.removeLast() }
        guard digits.allSatisfy({ $0 <= 9 }), digits.contains(where: { $0 != 0 }) else {
            return nil
        }
        self.init(
            application: application.identifier.hex,
            digits: digits.map { String($0) }.joined())
    }
}
