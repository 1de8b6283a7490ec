package import CardPrimitives

/// The AES secure messaging of DESFire EV2 (NXP AN12343, section 9.1): two session keys, a
/// transaction identifier and a command counter; each MAC is cut to its odd bytes.
package struct EV2Session: Sendable {
    private let cipher: BlockCipher
    private let mac: CMAC
    /// TI, four bytes that the card chose at the first authentication.
    let transaction: [UInt8]
    /// CmdCtr: the number of commands since the first authentication.
    private(set) var counter: UInt16

    package init(
        encryptionKey: SecretKey, macKey: SecretKey, transaction: [UInt8], counter: UInt16 = 0
    ) {
        precondition(transaction.count == 4, "a transaction identifier has four bytes")
        cipher = BlockCipher(.aes128, key: encryptionKey)
        mac = CMAC(BlockCipher(.aes128, key: macKey))
        self.transaction = transaction
        self.counter = counter
    }

    /// What goes out after the instruction byte.
    package func protect(_ command: CardCommand) -> [UInt8] {
        switch command.protection {
        case .plain: command.header + command.data
        case .control, .mac:
            authenticated(command.instruction, command.header + command.data)
        case .full:
            authenticated(command.instruction, command.header + encipher(command.data))
        }
    }

    /// A key change: `slot ‖ E(key part ‖ check sum of the new key)`, always enciphered.
    package func protect(_ change: KeyChange) -> [UInt8] {
        var plain = change.keyPart + change.newKeyCheckSum(CyclicRedundancy.jam32)
        defer { SecretMemory.wipe(&plain) }
        return authenticated(.changeKey, [change.slot] + encipher(plain))
    }

    /// Counts the command and returns the plain answer. Nil when its MAC, padding or length is not
    /// right.
    package mutating func accept(
        _ answer: [UInt8], status: StatusWord, protection: CardCommand.Protection
    ) -> [UInt8]? {
        counter &+= 1
        switch protection {
        case .plain: return answer
        case .control, .mac: return verified(answer, status: status)
        case .full(let length):
            guard let enciphered = verified(answer, status: status) else { return nil }
            guard !enciphered.isEmpty else { return length == 0 ? [] : nil }
            guard enciphered.count % 16 == 0 else { return nil }
            let padded = cipher.decrypt(enciphered, iv: vector([0x5A, 0xA5]))
            let plain = Self.unpadded(padded)
            return plain?.count == length ? plain : nil
        }
    }

    private var counterBytes: [UInt8] {
        [UInt8(truncatingIfNeeded: counter), UInt8(truncatingIfNeeded: counter >> 8)]
    }

    /// The initial vector of one direction: `A55A` for commands, `5AA5` for answers.
    private func vector(_ label: [UInt8]) -> [UInt8] {
        cipher.encrypt(label + transaction + counterBytes + [UInt8](repeating: 0, count: 8))
    }

    /// Enciphers under padding `80 00…`; nothing stays nothing.
    private func encipher(_ data: [UInt8]) -> [UInt8] {
        guard !data.isEmpty else { return [] }
        var padded = data + [0x80]
        padded += [UInt8](repeating: 0, count: (16 - padded.count % 16) % 16)
        defer { SecretMemory.wipe(&padded) }
        return cipher.encrypt(padded, iv: vector([0xA5, 0x5A]))
    }

    private func authenticated(_ instruction: Instruction, _ payload: [UInt8]) -> [UInt8] {
        payload + code(instruction.rawValue, payload)
    }

    private func verified(_ answer: [UInt8], status: StatusWord) -> [UInt8]? {
        guard answer.count >= 8 else { return nil }
        let body = Array(answer.dropLast(8))
        return ConstantTime.equal(code(status.low, body), Array(answer.suffix(8))) ? body : nil
    }

    /// MACt over `first ‖ CmdCtr ‖ TI ‖ body`: bytes 1, 3, … 15 of the CMAC.
    private func code(_ first: UInt8, _ body: [UInt8]) -> [UInt8] {
        let whole = mac.code([first] + counterBytes + transaction + body)
        return stride(from: 1, to: 16, by: 2).map { whole[$0] }
    }

    private static func unpadded(_ bytes: [UInt8]) -> [UInt8]? {
        guard let mark = bytes.lastIndex(where: { $0 != 0 }), bytes[mark] == 0x80 else {
            return nil
        }
        return Array(bytes[..<mark])
    }
}
