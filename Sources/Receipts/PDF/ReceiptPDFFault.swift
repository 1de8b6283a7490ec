/// Why a receipt could not be drawn. No case holds text of the receipt.
package enum ReceiptPDFFault: Error, Hashable, Sendable {
    /// No installed font has these characters; the count only, since a name may be among them.
    case missingGlyphs(count: Int, family: String)
    case codeTooLong(bytes: Int)
    case tooLong(millimetres: Int, limit: Int)
    case outOfMemory
    /// What cairo says of the file or the page.
    case cairo(file: String, message: String)
    case folder(path: String, reason: String)
}
