import CardPrimitives

/// How sessions with one token are opened.
struct TokenLogin: Sendable {
    let module: TokenModule
    let label: String
    let pin: SecretKey

    func open() throws -> TokenSession {
        var digits = pin.withBytes { Array($0) }
        defer { SecretMemory.wipe(&digits) }
        return try TokenSession(module, token: label, pin: digits)
    }
}
