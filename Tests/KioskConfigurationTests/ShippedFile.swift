import Foundation

@testable import KioskConfiguration

/// The configuration files of this repository, as every clone has them.
enum ShippedFile {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("kiosk-config").path

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
    }

    /// The configuration with one value replaced, as JSON text; nil takes the key out.
    static func kiosk(_ path: String, _ value: String?) throws -> [UInt8] {
        var tree = try JSONText.read(bytes("kiosk.json"))
        tree = tree.replacing(path.split(separator: ".").map(String.init), with: value)
        return Array(tree.written.utf8)
    }
}

extension JSONValue {
    func replacing(_ path: [String], with text: String?) -> JSONValue {
        guard case .object(var members) = content, let key = path.first else { return self }
        let place = members.firstIndex { $0.key == key }
        if path.count == 1 {
            if let place { members.remove(at: place) }
            if let text, let value = try? JSONText.read(Array(text.utf8)) {
                members.append(Member(key: key, value: value))
            }
        } else {
            let empty = JSONValue(content: .object([]), line: line)
            let inner = (place.map { members[$0].value } ?? empty)
                .replacing(Array(path.dropFirst()), with: text)
            if let place { members.remove(at: place) }
            members.append(Member(key: key, value: inner))
        }
        return JSONValue(content: .object(members), line: line)
    }

    var written: String {
        switch content {
        case .object(let members):
            "{" + members.map { "\"\($0.key)\":\($0.value.written)" }.joined(separator: ",\n") + "}"
        case .array(let values): "[" + values.map(\.written).joined(separator: ",") + "]"
        case .text(let text):
            "\"" + text.replacingOccurrences(of: "\u{7}", with: "\\u0007") + "\""
        case .whole(let number): String(number)
        case .fraction(let text): text
        case .truth(let truth): String(truth)
        case .null: "null"
        }
    }
}
