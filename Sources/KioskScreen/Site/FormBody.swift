import Foundation

/// Reads the body of `POST /act`, as a browser or a script sends it.
enum FormBody {
    /// No form has more fields.
    static let fieldLimit = 16

    /// `application/x-www-form-urlencoded` (URL Standard §5.1).
    static func urlEncoded(_ body: [UInt8]) throws(FormBodyFault) -> [String: String] {
        guard !body.isEmpty else { return [:] }
        let pairs = body.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true)
        guard pairs.count <= fieldLimit else { throw .tooManyFields }
        var fields: [String: String] = [:]
        for pair in pairs {
            let parts = pair.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(parts[0]), let value = decoded(parts.count > 1 ? parts[1] : [])
            else { throw .unreadable }
            guard fields.updateValue(value, forKey: name) == nil else { throw .repeatedField }
        }
        return fields
    }

    /// A JSON object whose values are texts or whole numbers.
    static func json(_ body: [UInt8]) throws(FormBodyFault) -> [String: String] {
        guard let values = try? JSONDecoder().decode([String: Scalar].self, from: Data(body)) else {
            throw .unreadable
        }
        guard values.count <= fieldLimit else { throw .tooManyFields }
        return values.mapValues(\.text)
    }

    /// Nil for a broken escape or bytes that are not UTF-8.
    private static func decoded(_ bytes: ArraySlice<UInt8>) -> String? {
        var result: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): result.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit),
                    let low = rest.popFirst().flatMap(digit)
                else { return nil }
                result.append(high << 4 | low)
            default: result.append(byte)
            }
        }
        return String(validating: result, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(UnicodeScalar(byte)).hexDigitValue.flatMap { UInt8(exactly: $0) }
    }

    /// A text or a whole number.
    private struct Scalar: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int.self) {
                text = String(number)
            } else {
                text = try container.decode(String.self)
            }
        }
    }
}

/// Why the body is no form. It holds nothing of the body.
enum FormBodyFault: Error, Hashable {
    case unreadable, repeatedField, tooManyFields

    var explanation: String {
        switch self {
        case .unreadable:
            "the body is not a form: fields as URL-encoded pairs or a flat JSON object"
        case .repeatedField: "the form has a field twice"
        case .tooManyFields: "the form has more than \(FormBody.fieldLimit) fields"
        }
    }
}
