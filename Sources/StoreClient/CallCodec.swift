import CampusCard
import Foundation

/// The form in which calls travel: JSON with sorted keys and no blanks, the only one that the store
/// takes.
enum CallCodec {
    static func encode(_ request: CallRequest<some StoreCall>) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(request) else {
            preconditionFailure("a call is made of texts and numbers, which always encode")
        }
        return [UInt8](data)
    }

    /// Nil when the bytes are no answer to this call.
    static func decode<Answer>(
        _ type: CallAnswer<Answer>.Type, from bytes: [UInt8]
    ) -> CallAnswer<Answer>? {
        try? JSONDecoder().decode(type, from: Data(bytes))
    }
}
