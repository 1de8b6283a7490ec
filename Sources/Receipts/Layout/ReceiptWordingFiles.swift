import Foundation

extension ReceiptWording {
    /// Reads `letterhead.json` and `phrases.json` in a folder; `kiosk-config/receipts` holds the
    /// first of them.
    package static func read(folder: String) throws(ReceiptWordingFault) -> ReceiptWording {
        let letterhead = try decode(ReceiptLetterhead.self, from: folder + "/letterhead.json")
        let phrases = try decode([String: BilingualText].self, from: folder + "/phrases.json")
        return try ReceiptWording(letterhead: letterhead, phrases: phrases)
    }

    private static func decode<Value: Decodable>(
        _ type: Value.Type, from path: String
    ) throws(ReceiptWordingFault) -> Value {
        do {
            let data = try Data(contentsOf: URL(fileURLWithPath: path))
            return try JSONDecoder().decode(type, from: data)
        } catch {
            throw .unreadable(file: path, reason: "\(error)")
        }
    }
}
