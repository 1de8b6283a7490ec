import CampusCard
import Foundation
import Testing

/// Bytes written as hex in a vector file.
struct HexBytes: Decodable, Hashable, Sendable {
    let bytes: [UInt8]

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let bytes = [UInt8](hex: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not hex: \(text)")
        }
        self.bytes = bytes
    }
}

/// A file of published known answers; each entry names the publication in `source`.
struct VectorFile<Vector: Decodable>: Decodable {
    let vectors: [Vector]

    static func load(_ name: String) throws -> [Vector] {
        let url = try #require(
            Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Vectors"))
        return try JSONDecoder().decode(Self.self, from: Data(contentsOf: url)).vectors
    }
}
