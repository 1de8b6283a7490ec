import CampusCard
import CardPrimitives

/// The hash by which a line of a chain holds on to the one before it.
enum ChainHash {
    /// SHA-256 over the hash before (32 bytes, zeros for the first line) and then each column as a length of four bytes
    /// (most significant first) and UTF-8 text. Numbers are decimal; an absent value is empty.
    static func of(_ columns: [String], after previousHash: String) -> String {
        var bytes = [UInt8](hex: previousHash) ?? []
        for column in columns {
            let text = Array(column.utf8)
            withUnsafeBytes(of: UInt32(text.count).bigEndian) { bytes.append(contentsOf: $0) }
            bytes += text
        }
        return MessageDigest.sha256(bytes).hex
    }
}

/// One line of a chain as it stands in the file, with what its content should hash to.
struct ChainLink {
    let number: Int64
    let previousHash: String
    let hash: String
    let computedHash: String
}
