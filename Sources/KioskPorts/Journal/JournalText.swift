/// The free text that a row may hold: a step, an ending, a technician's name (K14). The journal
/// refuses any other, so text from outside is asked about before it is used.
package enum JournalText {
    /// The most characters.
    package static let lengthLimit = 120
    /// The most digits in a row: a PIN has one more.
    package static let digitRunLimit = 5

    package static func isAllowed(_ text: String) -> Bool {
        var run = 0
        for byte in text.utf8 {
            run = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? run + 1 : 0
            if run > digitRunLimit { return false }
        }
        return text.unicodeScalars.count <= lengthLimit
    }
}
