/// Text that a unit says of itself.
enum IdentityText {
    /// ASCII as it is. Any other byte becomes the replacement character, so that what cannot be
    /// read is shown to people and equals no profile's text.
    static func read(_ data: [UInt8]) -> String {
        String(
            String.UnicodeScalarView(
                data.map { (0x20...0x7E).contains($0) ? UnicodeScalar($0) : "\u{FFFD}" }))
    }
}
