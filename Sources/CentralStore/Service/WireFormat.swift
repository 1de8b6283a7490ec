import CampusCard
import Foundation

/// The one form of a request: JSON with sorted keys and no blanks.
///
/// A request that is not byte for byte the encoding of what was read from it is refused. So a name
/// that was not understood, a value given twice or a number in another spelling never passes as
/// something else.
enum WireFormat {
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(value))
    }

    /// An answer or an event that this store encoded before.
    static func decodeOwn<Value: Decodable>(_ bytes: [UInt8]) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(bytes))
    }

    /// Nil when the bytes are not the one form of such a request.
    static func decode<Body: StoreCall>(
        _ type: CallRequest<Body>.Type, from bytes: [UInt8]
    ) -> CallRequest<Body>? {
        guard bytes.count <= StoreService.requestLimit,
            let value = try? JSONDecoder().decode(type, from: Data(bytes)),
            let again = try? encode(value), again == bytes
        else { return nil }
        return value
    }
}
