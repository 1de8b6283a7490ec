package import Foundation

/// Reads the store's files of settings. Unknown keys and values out of bounds are refused, all of
/// them at once.
package enum ConfigurationFile {
    /// Reads `store.json`.
    package static func store(_ file: URL) throws(StoreFailure) -> StoreConfiguration {
        try read(StoreConfiguration.self, file) { $0.faults }
    }

    /// Reads `policy.json`.
    package static func policy(_ file: URL) throws(StoreFailure) -> StorePolicy {
        try read(StorePolicy.self, file) { $0.faults }
    }

    private static func read<Value: Codable>(
        _ type: Value.Type, _ file: URL, faults: (Value) -> [ConfigurationFault]
    ) throws(StoreFailure) -> Value {
        guard let data = FileManager.default.contents(atPath: file.path) else {
            throw StoreFailure("read \(file.path): it is missing or not readable")
        }
        let value: Value
        do {
            value = try JSONDecoder().decode(type, from: data)
        } catch {
            throw StoreFailure("read \(file.path): \(explain(error))")
        }
        let all = unknownKeys(data, value) + faults(value)
        guard all.isEmpty else {
            let lines = all.map { "  \($0)" }.joined(separator: "\n")
            throw StoreFailure("read \(file.path):\n\(lines)")
        }
        return value
    }

    /// A key is unknown when it is not among those that the value has itself.
    private static func unknownKeys(
        _ data: Data, _ value: some Encodable
    ) -> [ConfigurationFault] {
        guard let own = try? JSONEncoder().encode(value) else { return [] }
        let known = Set(paths(of: try? JSONSerialization.jsonObject(with: own), under: ""))
        return paths(of: try? JSONSerialization.jsonObject(with: data), under: "")
            .filter { !known.contains($0) }.sorted()
            .map { ConfigurationFault(key: $0, problem: "is no setting") }
    }

    private static func paths(of object: Any?, under prefix: String) -> [String] {
        guard let fields = object as? [String: Any] else { return [] }
        return fields.flatMap {
            [prefix + $0.key] + paths(of: $0.value, under: prefix + $0.key + ".")
        }
    }

    private static func explain(_ error: any Error) -> String {
        switch error as? DecodingError {
        case .keyNotFound(let key, let context):
            "\(path(context.codingPath + [key])): is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            "\(path(context.codingPath)): \(context.debugDescription)"
        case nil: "\(error)"
        @unknown default: "\(error)"
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.isEmpty ? "the file" : keys.map(\.stringValue).joined(separator: ".")
    }
}
