package import CardPrimitives

/// The secure messaging of the first DESFire (D40; NXP AN12757): the reader always deciphers, a
/// code has four bytes and covers the data of a file alone, and nothing ties one command to the
/// next. An answer without data carries no code, so a session proves little after its
/// authentication.
package struct LegacySession: Sendable {
    private let cipher: BlockCipher

    package init(sessionKey: SecretKey) {
        cipher = BlockCipher(.tripleDES, key: sessionKey)
    }

    /// A code is sent as the first four bytes of the last block.
    private static let codeLength = 4

    /// What goes out after the instruction byte.
    package func protect(_ command: CardCommand) -> [UInt8] {
        let plain = command.header + command.data
        guard !command.data.isEmpty else { return plain }
        switch command.protection {
        case .control, .plain: return plain
        case .mac: return plain + code(command.data)
        case .full:
            let summed = command.data + CyclicRedundancy.typeA16(command.data)
            return command.header + Self.sent(Self.padded(summed), through: cipher)
        }
    }

    /// The plain answer. Nil when its code, check sum or length is not right.
    package func accept(
        _ answer: [UInt8], protection: CardCommand.Protection
    ) -> [UInt8]? {
        switch protection {
        case .control, .plain: return answer
        case .mac:
            guard !answer.isEmpty else { return [] }
            guard answer.count > Self.codeLength else { return nil }
            let data = Array(answer.dropLast(Self.codeLength))
            let expected = Array(answer.suffix(Self.codeLength))
            return ConstantTime.equal(code(data), expected) ? data : nil
        case .full(let length):
            guard length > 0 else { return answer.isEmpty ? [] : nil }
            guard answer.count == (length + 2 + 7) / 8 * 8 else { return nil }
            let plain = cipher.decrypt(answer, iv: [UInt8](repeating: 0, count: 8))
            let data = Array(plain.prefix(length))
            let rest = Self.padded(data + CyclicRedundancy.typeA16(data))
            return ConstantTime.equal(rest, plain) ? data : nil
        }
    }

    /// DES-CBC over the data, filled up with zeros.
    private func code(_ data: [UInt8]) -> [UInt8] {
        let chain = cipher.encrypt(Self.padded(data), iv: [UInt8](repeating: 0, count: 8))
        return Array(chain.suffix(8).prefix(Self.codeLength))
    }

    private static func padded(_ data: [UInt8]) -> [UInt8] {
        data + [UInt8](repeating: 0, count: (8 - data.count % 8) % 8)
    }

    /// `slot ‖ D(key part ‖ CRC16 of it ‖ CRC16 of the new key)`, filled up with zeros.
    package func protect(_ change: KeyChange) -> [UInt8] {
        var plain = change.keyPart
        defer { SecretMemory.wipe(&plain) }
        plain += CyclicRedundancy.typeA16(plain)
        plain += change.newKeyCheckSum(CyclicRedundancy.typeA16)
        plain += [UInt8](repeating: 0, count: (8 - plain.count % 8) % 8)
        return [change.slot] + Self.sent(plain, through: cipher)
    }

    /// The reader's direction of D40: each block, exclusive-ored with the one sent before, is
    /// *deciphered*.
    static func sent(_ plain: [UInt8], through cipher: BlockCipher) -> [UInt8] {
        var previous = [UInt8](repeating: 0, count: 8)
        var result: [UInt8] = []
        for start in stride(from: 0, to: plain.count, by: 8) {
            let block = zip(plain[start..<start + 8], previous).map { $0 ^ $1 }
            previous = cipher.decrypt(block)
            result += previous
        }
        return result
    }
}
