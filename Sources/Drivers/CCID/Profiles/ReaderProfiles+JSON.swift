internal import DeviceProtocols
internal import Foundation
internal import KioskPorts

extension ReaderProfiles {
    /// The longest wait that a profile may ask for, in milliseconds.
    private static let longestWait = 10_000

    /// Reads `hardware/ccid/readers.json` and checks it: every row whole, no key unknown, each product once.
    package init(json: some Sequence<UInt8>) throws(ReaderProfileError) {
        let rows: [Row]
        do {
            rows = try JSONDecoder().decode(File.self, from: Data(json)).readers
        } catch {
            throw (error as? ReaderProfileError) ?? ReaderProfileError(error as? DecodingError)
        }
        guard !rows.isEmpty else {
            throw ReaderProfileError(reader: "the file", value: "no reader", bound: "≥ 1")
        }
        var profiles: [ReaderProfile] = []
        for row in rows {
            let profile = try Self.profile(row)
            let known = profiles.flatMap(\.products)
            if let twice = profile.products.first(where: known.contains) {
                throw ReaderProfileError(
                    reader: row.name, value: "\(twice)", bound: "named once")
            }
            profiles.append(profile)
        }
        self.init(profiles)
    }

    private static func profile(_ row: Row) throws(ReaderProfileError) -> ReaderProfile {
        func refuse(_ value: String, _ bound: String) -> ReaderProfileError {
            ReaderProfileError(reader: row.name, value: value, bound: bound)
        }
        var products: [USBProductID] = []
        for text in row.products {
            guard let product = USBProductID(text), !products.contains(product) else {
                throw refuse(text, "vvvv:pppp in hexadecimal, named once")
            }
            products.append(product)
        }
        guard !products.isEmpty else { throw refuse("products", "at least one") }
        for wait in [row.openingPauseMilliseconds, row.field?.pauseMilliseconds ?? 0]
        where !(0...longestWait).contains(wait) {
            throw refuse("\(wait) ms", "0…\(longestWait)")
        }
        let room = (CCIDMessage.headerLength + 1)...CCIDLimits.message
        guard room.contains(row.messageBytes) else {
            throw refuse(
                "messageBytes \(row.messageBytes)", "\(room.lowerBound)…\(room.upperBound)")
        }
        return ReaderProfile(
            name: row.name, label: row.label, products: products,
            place: CCIDPlace(interface: row.contactless.interface, slot: row.contactless.slot),
            openingPause: .milliseconds(row.openingPauseMilliseconds),
            messageLimit: row.messageBytes,
            keys: try keys(row), field: try field(row),
            fetchesOwnAnswers: row.fetchesOwnAnswers, proven: row.proven, quirks: row.quirks)
    }

    private static func keys(_ row: Row) throws(ReaderProfileError) -> ReaderProfile.Keys {
        guard let structure = bytes(row.keys.structure), structure.count == 1,
            let number = bytes(row.keys.number), number.count == 1
        else {
            throw ReaderProfileError(
                reader: row.name, value: "keys \(row.keys.structure) \(row.keys.number)",
                bound: "one byte each")
        }
        return ReaderProfile.Keys(
            structure: structure[0], number: number[0],
            hasOldAuthentication: row.keys.oldAuthentication)
    }

    private static func field(_ row: Row) throws(ReaderProfileError) -> ReaderProfile.Field? {
        guard let field = row.field else { return nil }
        guard let off = bytes(field.off), let on = bytes(field.on) else {
            throw ReaderProfileError(
                reader: row.name, value: "field \(field.off), \(field.on)",
                bound: "bytes in hexadecimal")
        }
        return ReaderProfile.Field(off: off, on: on, pause: .milliseconds(field.pauseMilliseconds))
    }

    /// `"FF 00"` as bytes; nil for anything else, and for none.
    private static func bytes(_ text: String) -> [UInt8]? {
        let parts = text.split(separator: " ")
        let bytes = parts.compactMap { $0.count == 2 ? UInt8($0, radix: 16) : nil }
        return bytes.isEmpty || bytes.count != parts.count ? nil : bytes
    }
}

extension ReaderProfileError {
    /// What the decoder found wrong, and where.
    fileprivate init(_ error: DecodingError?) {
        let (path, value, bound): ([any CodingKey], String, String) =
            switch error {
            case .keyNotFound(let key, let context):
                (context.codingPath, "no \(key.stringValue)", "whole")
            case .typeMismatch(let type, let context):
                (context.codingPath, "the value", "of type \(type)")
            case .valueNotFound(let type, let context): (context.codingPath, "null", "a \(type)")
            case .dataCorrupted(let context): (context.codingPath, "the text", "readable")
            case _: ([], "the text", "readable")
            }
        let place = path.map { $0.intValue.map { "\($0)" } ?? $0.stringValue }
        self.init(
            reader: place.isEmpty ? "the file" : place.joined(separator: "."), value: value,
            bound: bound)
    }
}

private struct File: Decodable {
    let readers: [Row]
}

/// A key of any name, to find those that nobody knows.
private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

private struct Row: Decodable {
    struct Contactless: Decodable {
        let interface: UInt8?
        let slot: UInt8
    }

    struct Keys: Decodable {
        let structure: String
        let number: String
        let oldAuthentication: Bool
    }

    struct Field: Decodable {
        let off: String
        let on: String
        let pauseMilliseconds: Int
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case name, label, products, contactless, openingPauseMilliseconds, messageBytes, keys, field
        case fetchesOwnAnswers, proven, quirks
    }

    let name: String
    let label: String
    let products: [String]
    let contactless: Contactless
    let openingPauseMilliseconds: Int
    let messageBytes: Int
    let keys: Keys
    let field: Field?
    let fetchesOwnAnswers: Bool
    let proven: ProofLevel
    let quirks: [ProfileQuirk]

    init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        name = try row.decode(String.self, forKey: .name)
        let known = CodingKeys.allCases.map(\.rawValue)
        let all = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
        if let unknown = all.sorted().first(where: { !known.contains($0) }) {
            throw ReaderProfileError(reader: name, value: "key \(unknown)", bound: "known")
        }
        label = try row.decode(String.self, forKey: .label)
        products = try row.decode([String].self, forKey: .products)
        contactless = try row.decode(Contactless.self, forKey: .contactless)
        openingPauseMilliseconds = try row.decode(Int.self, forKey: .openingPauseMilliseconds)
        messageBytes = try row.decode(Int.self, forKey: .messageBytes)
        keys = try row.decode(Keys.self, forKey: .keys)
        field = try row.decodeIfPresent(Field.self, forKey: .field)
        fetchesOwnAnswers = try row.decode(Bool.self, forKey: .fetchesOwnAnswers)
        proven = try row.decode(ProofLevel.self, forKey: .proven)
        quirks = try row.decode([ProfileQuirk].self, forKey: .quirks)
    }
}
