import CampusCard
import Foundation
import Testing

/// Bytes written as hex in a vector file.
struct HexBytes: Decodable, Hashable, Sendable {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

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

/// The published files in `Vectors`; each entry names its publication in `source`.
enum VectorFile {
    static func load<Content: Decodable>(_ name: String, as: Content.Type) throws -> Content {
        let url = try #require(
            Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Vectors"))
        return try JSONDecoder().decode(Content.self, from: Data(contentsOf: url))
    }
}

/// The entries of a vector file.
struct Vectors<Vector: Decodable>: Decodable {
    let vectors: [Vector]
}
