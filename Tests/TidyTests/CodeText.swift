/// Swift text without its comments and string literals, line by line, so that rules look at code only.
enum CodeText {
    private enum Place: Equatable {
        case code
        case lineComment
        case blockComment(depth: Int)
        /// A string that ends with a quote followed by this many `#`.
        case string(hashes: Int)
        case longString(hashes: Int)
    }

    static func blanked(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var place = Place.code
        var index = 0
        while index < bytes.count {
            let taken: Int
            (place, taken) = step(bytes, index, place, &output)
            index += taken
        }
        return String(decoding: output, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Moves over one token: the new place and how many bytes it took.
    private static func step(
        _ bytes: [UInt8], _ index: Int, _ place: Place, _ output: inout [UInt8]
    ) -> (Place, Int) {
        if bytes[index] == UInt8(ascii: "\n") {
            output.append(bytes[index])
            let ends = place == .lineComment || isShortString(place)
            return (ends ? .code : place, 1)
        }
        switch place {
        case .code: return inCode(bytes, index, &output)
        case .lineComment: return (place, 1)
        case .blockComment(let depth): return inBlockComment(bytes, index, depth)
        case .string(let hashes), .longString(let hashes):
            return inString(bytes, index, place, hashes)
        }
    }

    private static func isShortString(_ place: Place) -> Bool {
        if case .string = place { true } else { false }
    }

    private static func inCode(
        _ bytes: [UInt8], _ index: Int, _ output: inout [UInt8]
    ) -> (Place, Int) {
        if starts(bytes, index, "//") { return (.lineComment, 2) }
        if starts(bytes, index, "/*") { return (.blockComment(depth: 1), 2) }
        let hashes = bytes[index...].prefix { $0 == UInt8(ascii: "#") }.count
        if starts(bytes, index + hashes, "\"\"\"") {
            return (.longString(hashes: hashes), hashes + 3)
        }
        if starts(bytes, index + hashes, "\"") { return (.string(hashes: hashes), hashes + 1) }
        output.append(bytes[index])
        return (.code, 1)
    }

    private static func inBlockComment(
        _ bytes: [UInt8], _ index: Int, _ depth: Int
    ) -> (Place, Int) {
        if starts(bytes, index, "/*") { return (.blockComment(depth: depth + 1), 2) }
        guard starts(bytes, index, "*/") else { return (.blockComment(depth: depth), 1) }
        return (depth == 1 ? .code : .blockComment(depth: depth - 1), 2)
    }

    private static func inString(
        _ bytes: [UInt8], _ index: Int, _ place: Place, _ hashes: Int
    ) -> (Place, Int) {
        if hashes == 0, bytes[index] == UInt8(ascii: "\\") { return (place, 2) }
        let quote = isShortString(place) ? "\"" : "\"\"\""
        let end = quote + String(repeating: "#", count: hashes)
        return starts(bytes, index, end) ? (.code, end.utf8.count) : (place, 1)
    }

    private static func starts(_ bytes: [UInt8], _ index: Int, _ text: String) -> Bool {
        bytes[min(index, bytes.count)...].starts(with: text.utf8)
    }
}
