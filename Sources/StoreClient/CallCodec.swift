import Foundation

/// The form in which calls travel, and in which reports wait: JSON with sorted keys and no blanks, the
/// only one that the store takes.
enum CallCodec {
    static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else {
            preconditionFailure("a call is made of texts and numbers, which always encode")
        }
        return [UInt8](data)
    }

    /// Nil when the bytes are nothing of this kind.
    static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) -> Value? {
        try? JSONDecoder().decode(type, from: Data(bytes))
    }
}
