import Testing

@testable import KioskConfiguration

/// JSON is read as RFC 8259 says, and more strictly where a configuration would be read wrongly.
@Suite struct JSONTextTests {
    private func content(_ text: String) -> JSONValue.Content? {
        (try? JSONText.read(Array(text.utf8)))?.content
    }

    @Test("Values of every kind are read")
    func values() {
        #expect(content("true") == .truth(true))
        #expect(content(" null ") == .null)
        #expect(content("-12") == .whole(-12))
        #expect(content("1.50e+2") == .fraction("1.50e+2"))
        #expect(content("99999999999999999999") == .fraction("99999999999999999999"))
        #expect(content("[]") == .array([]))
        #expect(content("\"\\u82f1\\n\\ud83d\\ude00\"") == .text("英\n😀"))
    }

    @Test(
        "What RFC 8259 does not allow is refused",
        arguments: [
            "", "tru", "01", "-", "1.", "1e", ".5", "+1", "\"a", "\"\\x\"", "\"\\ud83d\"", "\"\n\"",
            "[1,]", "{\"a\":1,}", "{a:1}", "{\"a\" 1}", "[1 2]", "1 2", "'a'", "nullx",
        ])
    func refused(text: String) {
        #expect(content(text) == nil)
    }

    @Test("A key that stands twice, deep nesting, too many bytes and broken UTF-8 are refused")
    func stricter() {
        #expect(content("{\"a\":1,\"a\":1}") == nil)
        let deep = String(repeating: "[", count: 9) + String(repeating: "]", count: 9)
        #expect(content(deep) == nil)
        #expect(content(String(deep.dropFirst().dropLast())) != nil)
        #expect(content(String(repeating: " ", count: JSONText.byteLimit) + "1") == nil)
        #expect((try? JSONText.read([0x22, 0xFF, 0x22])) == nil)
    }

    @Test("A complaint names the line")
    func lines() throws {
        #expect(throws: JSONFault(line: 3, expected: "':'")) {
            try JSONText.read(Array("{\n\"a\":1,\n\"b\" 2}".utf8))
        }
    }
}
