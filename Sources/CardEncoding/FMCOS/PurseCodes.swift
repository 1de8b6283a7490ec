package import CardPrimitives

/// The codes by which purse and issuer prove a load to each other (PBOC 2.0; FMCOS 2.0 user manual,
/// 8.7). Amounts are in fen.
package struct PurseLoad: Hashable, Sendable {
    /// Type 02: a load of the purse.
    static let type: UInt8 = 0x02
    package let amount: UInt32
    /// Six bytes.
    package let terminal: [UInt8]
    /// `YYYYMMDDhhmmss` in packed decimal, seven bytes.
    package let moment: [UInt8]

    /// - Precondition: six bytes of terminal, seven of moment.
    package init(amount: UInt32, terminal: [UInt8], moment: [UInt8]) {
        precondition(
            terminal.count == 6 && moment.count == 7,
            "a terminal has 6 bytes and a moment 7, not \(terminal.count) and \(moment.count)")
        self.amount = amount
        self.terminal = terminal
        self.moment = moment
    }

    private var order: [UInt8] { Self.bytes(amount) + [Self.type] + terminal }

    /// What the card says to an INITIALIZE FOR LOAD: the purse as it is, and the card's proof.
    package struct Offer: Hashable, Sendable {
        package let balance: UInt32
        /// The counter that this load will have.
        package let counter: UInt16
        let random: [UInt8]
        let code: [UInt8]

        /// Nil unless it is 16 bytes.
        package init?(_ answer: [UInt8]) {
            guard answer.count == 16 else { return nil }
            balance = PurseLoad.number(answer[..<4])
            counter = UInt16(answer[4]) << 8 | UInt16(answer[5])
            random = Array(answer[8..<12])
            code = Array(answer[12...])
        }

        fileprivate func sessionKey(_ loadKey: SecretKey) -> SecretKey {
            let seed = random + [UInt8(counter >> 8), UInt8(counter & 0xFF), 0x80, 0x00]
            var key = FMCOSCryptography.enciphered(seed, key: loadKey)
            return SecretKey(taking: &key)
        }
    }

    /// Whether MAC1 is that of a card which holds the load key.
    package func isGenuine(_ offer: Offer, loadKey: SecretKey) -> Bool {
        let content = Self.bytes(offer.balance) + order
        let expected = FMCOSCryptography.code(content, key: offer.sessionKey(loadKey))
        return ConstantTime.equal(expected, offer.code)
    }

    /// MAC2: the issuer's consent.
    package func consent(to offer: Offer, loadKey: SecretKey) -> [UInt8] {
        FMCOSCryptography.code(order + moment, key: offer.sessionKey(loadKey))
    }

    /// The transaction code that a card gives for this load, with the counter before it.
    package func transactionCode(
        balanceAfter: UInt32, counter: UInt16, internalKey: SecretKey
    ) -> [UInt8] {
        let counted = [UInt8(counter >> 8), UInt8(counter & 0xFF)]
        return FMCOSCryptography.code(
            Self.bytes(balanceAfter) + counted + order + moment,
            key: FMCOSCryptography.folded(internalKey))
    }

    static func bytes(_ value: UInt32) -> [UInt8] {
        stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
    }

    static func number(_ bytes: some Collection<UInt8>) -> UInt32 {
        bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }
}
