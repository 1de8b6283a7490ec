/// Where a card of somebody else says its number: a transit card, or one in a phone (profile D). Such a card is known by the
/// application and the number in it. Its UID is no name: phones change theirs at each tap.
package struct TransitApplication: Hashable, Sendable {
    /// Bytes of an application's identifier (ISO/IEC 7816-4, 8.2.1.2).
    package static let identifierLengths = 5...16
    /// Short identifiers of files (ISO/IEC 7816-4, 7.3.1).
    package static let files = 1...30
    /// Bytes that a number may have.
    package static let numberLengths = 4...16

    package let identifier: [UInt8]
    /// The file in which the number lies.
    package let file: UInt8
    package let offset: UInt8
    package let length: UInt8

    /// - Precondition: an identifier, a file and a number within the bounds above.
    package init(identifier: [UInt8], file: UInt8, offset: UInt8, length: UInt8) {
        precondition(
            Self.identifierLengths.contains(identifier.count) && Self.files.contains(Int(file))
                && Self.numberLengths.contains(Int(length)),
            "an application has 5 to 16 bytes, a file 1 to 30, a number 4 to 16 bytes")
        self.identifier = identifier
        self.file = file
        self.offset = offset
        self.length = length
    }

    /// China T-Union (交通联合): the purse application, and the serial number in the public application data: issuer 8,
    /// type 1, version 1, serial 10 (PBOC 2.0 part 2, file 0015).
    package static let tUnion = TransitApplication(
        identifier: [0xA0, 0x00, 0x00, 0x06, 0x32, 0x01, 0x01, 0x05], file: 0x15, offset: 10,
        length: 10)
    /// City Union (城市一卡通), laid out alike.
    package static let cityUnion = TransitApplication(
        identifier: [0xA0, 0x00, 0x00, 0x00, 0x03, 0x86, 0x98, 0x07, 0x01], file: 0x15, offset: 10,
        length: 10)
}
