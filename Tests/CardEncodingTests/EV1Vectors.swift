import CardPrimitives
import Testing

@testable import CardEncoding

/// One entry of the EV1 file. Frames are native: the first byte is the command or the status.
struct EV1Vector: Decodable {
    let id: String
    let source: String
    let key: HexBytes?
    let keyNo: UInt8?
    let rndA: HexBytes?
    let rndB: HexBytes?
    let sessionKey: HexBytes?
    let ivBefore: HexBytes?
    let ivAfter: HexBytes?
    let ivAfterCommandCmac: HexBytes?
    let data: HexBytes?
    let oldKey: HexBytes?
    let newKey: HexBytes?
    let newVersion: UInt8?

    /// The entry called `id`, with its frames.
    static func named(_ id: String) throws -> EV1Vector {
        try #require(
            VectorFile.load("an0945_an12757_desfire_ev1", as: Vectors<EV1Vector>.self).vectors
                .first { $0.id == id })
    }

    var algorithm: BlockCipher.Algorithm { id.contains("2tdea") ? .tripleDES : .aes128 }

    func session() throws -> EV1Session {
        let cipher = BlockCipher(algorithm, key: SecretKey(try #require(sessionKey?.bytes)))
        return EV1Session(cipher: cipher, vector: ivBefore?.bytes)
    }
}

/// The frames of an entry: one pair, or the two pairs of a handshake.
struct EV1Frames: Decodable {
    let id: String
    let tx: [[UInt8]]
    let rx: [[UInt8]]

    private enum CodingKeys: String, CodingKey {
        case id, nativeTx, nativeRx
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        tx = try Self.frames(container, .nativeTx)
        rx = try Self.frames(container, .nativeRx)
    }

    private static func frames(
        _ container: KeyedDecodingContainer<CodingKeys>, _ key: CodingKeys
    ) throws -> [[UInt8]] {
        guard container.contains(key) else { return [] }
        if let many = try? container.decode([HexBytes].self, forKey: key) {
            return many.map(\.bytes)
        }
        return [try container.decode(HexBytes.self, forKey: key).bytes]
    }

    static func named(_ id: String) throws -> EV1Frames {
        try #require(
            VectorFile.load("an0945_an12757_desfire_ev1", as: Vectors<EV1Frames>.self).vectors
                .first { $0.id == id })
    }
}
