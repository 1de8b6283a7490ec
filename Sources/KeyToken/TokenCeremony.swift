import CampusCard
package import CentralStore

/// Makes the keys of a campus inside a token. What is there is never overwritten.
package enum TokenCeremony {
    /// The first generation, and the store's own key.
    package static func create(
        _ token: StoreConfiguration.Token, pin: [UInt8], campus: CampusID, generation: UInt8
    ) throws(StoreFailure) -> TokenKeys {
        try inToken(token, pin) { session in
            let names = TokenKeyNames(campus: campus)
            let present = try names.generations(among: session.labels())
            guard present.isEmpty else {
                throw StoreFailure(
                    "make master keys: the token \(token.label) has generation "
                        + "\(present.hex) of campus \(campus), which is not overwritten; "
                        + "central-store keys rotate adds one")
            }
            if try session.find(names.store) == nil { try session.generate(names.store) }
            try make(generation, names, &session)
        }
        return try TokenKeys(token, pin: pin, campus: campus)
    }

    /// One generation more, whose keys are new.
    package static func rotate(
        _ token: StoreConfiguration.Token, pin: [UInt8], campus: CampusID
    ) throws(StoreFailure) -> TokenKeys {
        let newest = try TokenKeys(token, pin: pin, campus: campus).generation
        guard newest < UInt8.max else {
            throw StoreFailure(
                "rotate master keys: generation ff is the last that a card can report")
        }
        try inToken(token, pin) { session in
            try make(newest + 1, TokenKeyNames(campus: campus), &session)
        }
        return try TokenKeys(token, pin: pin, campus: campus)
    }

    private static func make(
        _ generation: UInt8, _ names: TokenKeyNames, _ session: inout TokenSession
    ) throws {
        for role in CardKeyRole.allCases { try session.generate(names.master(role, generation)) }
    }

    private static func inToken(
        _ token: StoreConfiguration.Token, _ pin: [UInt8],
        _ body: (inout TokenSession) throws -> Void
    ) throws(StoreFailure) {
        let module = try TokenModule(path: token.module)
        try TokenKeys.plainly {
            var session = try TokenSession(module, token: token.label, pin: pin)
            defer { session.close() }
            try body(&session)
        }
    }
}
