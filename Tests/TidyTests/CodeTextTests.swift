import Testing

/// The rules look at code only, so this is where they would be blind.
@Suite struct CodeTextTests {
    @Test(
        "Comments and texts are blanked, code stays",
        arguments: [
            ("a // b", "a "), ("a /* b /* c */ d */ e", "a  e"), ("f(\"x // y\") // z", "f() "),
            ("#\"a\"b\"# c", " c"), ("\"a\\\"b\" c", " c"), ("#if x", "#if x"),
            ("\"\"\"\na \"b\"\n\"\"\" c", "\n\n c"),
        ])
    func blanks(text: String, code: String) {
        #expect(CodeText.blanked(text).joined(separator: "\n") == code)
    }
}
