/// The grammar of RFC 8259, one function for each production.
extension JSONText {
    mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
        guard depth <= Self.depthLimit else {
            throw fault("at most \(Self.depthLimit) levels of nesting")
        }
        skipSpace()
        let line = self.line
        guard let byte = next else { throw fault("a value") }
        let content: JSONValue.Content =
            switch byte {
            case UInt8(ascii: "{"): try object(depth: depth)
            case UInt8(ascii: "["): try array(depth: depth)
            case UInt8(ascii: "\""): .text(try string())
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
            default: try word()
            }
        return JSONValue(content: content, line: line)
    }

    private mutating func object(depth: Int) throws(JSONFault) -> JSONValue.Content {
        try expect("{")
        var members: [JSONValue.Member] = []
        guard !found("}") else { return .object([]) }
        repeat {
            skipSpace()
            let key = try string()
            guard !members.contains(where: { $0.key == key }) else {
                throw fault("another key: \"\(key)\" stands here twice")
            }
            try expect(":")
            members.append(JSONValue.Member(key: key, value: try value(depth: depth + 1)))
        } while found(",")
        try expect("}")
        return .object(members)
    }

    private mutating func array(depth: Int) throws(JSONFault) -> JSONValue.Content {
        try expect("[")
        var values: [JSONValue] = []
        guard !found("]") else { return .array([]) }
        repeat { values.append(try value(depth: depth + 1)) } while found(",")
        try expect("]")
        return .array(values)
    }

    private mutating func word() throws(JSONFault) -> JSONValue.Content {
        let start = position
        while let byte = next, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) { _ = take() }
        switch text(from: start) {
        case "true": return .truth(true)
        case "false": return .truth(false)
        case "null": return .null
        default: throw fault("a value: an object, a list, \"text\", a number, true, false or null")
        }
    }

    /// RFC 8259 §6. A number with a fraction or an exponent stays text.
    private mutating func number() throws(JSONFault) -> JSONValue.Content {
        let start = position
        _ = found("-")
        let leadsWithZero = next == UInt8(ascii: "0")
        let whole = takeDigits()
        guard whole > 0, whole == 1 || !leadsWithZero else {
            throw fault("a number without a leading zero")
        }
        var isWhole = true
        if next == UInt8(ascii: ".") {
            _ = take()
            isWhole = false
            guard takeDigits() > 0 else { throw fault("digits after the decimal point") }
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            _ = take()
            isWhole = false
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { _ = take() }
            guard takeDigits() > 0 else { throw fault("digits in the exponent") }
        }
        let text = text(from: start)
        guard isWhole, let number = Int(text) else { return .fraction(text) }
        return .whole(number)
    }

    private mutating func takeDigits() -> Int {
        var count = 0
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            _ = take()
            count += 1
        }
        return count
    }
}
