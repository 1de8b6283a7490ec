/// Text that is being read as JSON (RFC 8259), more strictly than the standard asks: valid UTF-8, at most
/// `byteLimit` bytes, nested at most `depthLimit` deep, and no key twice in an object. A second value for
/// a key would silently win elsewhere; here it is a complaint.
package struct JSONText {
    package static let byteLimit = 65_536
    package static let depthLimit = 8

    private let bytes: [UInt8]
    var position = 0
    var line = 1

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The value that the bytes hold, and nothing beside it.
    package static func read(_ bytes: [UInt8]) throws(JSONFault) -> JSONValue {
        guard bytes.count <= byteLimit else {
            throw JSONFault(line: 1, expected: "at most \(byteLimit) bytes, not \(bytes.count)")
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw JSONFault(line: 1, expected: "valid UTF-8")
        }
        var text = JSONText(bytes)
        let value = try text.value(depth: 1)
        text.skipSpace()
        guard text.next == nil else { throw text.fault("the end of the file") }
        return value
    }

    /// The byte at hand; nil at the end.
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func take() -> UInt8? {
        guard let byte = next else { return nil }
        position += 1
        if byte == UInt8(ascii: "\n") { line += 1 }
        return byte
    }

    mutating func skipSpace() {
        while true {
            switch next {
            case 0x20, 0x09, 0x0A, 0x0D: _ = take()
            default: return
            }
        }
    }

    /// Skips space, then takes exactly this character.
    mutating func expect(_ character: Unicode.Scalar) throws(JSONFault) {
        skipSpace()
        guard next == UInt8(ascii: character) else { throw fault("'\(character)'") }
        _ = take()
    }

    /// Takes the character if it comes next, after space.
    mutating func found(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard next == UInt8(ascii: character) else { return false }
        _ = take()
        return true
    }

    func fault(_ expected: String) -> JSONFault {
        JSONFault(line: line, expected: expected)
    }

    /// The bytes from a position to the one at hand, as text; they were checked to be UTF-8.
    func text(from start: Int) -> String {
        String(decoding: bytes[start..<position], as: UTF8.self)
    }
}

/// Where the text stopped being JSON, and what should have stood there.
package struct JSONFault: Error, Hashable, Sendable {
    package let line: Int
    package let expected: String
}
