package import CardPrimitives

/// The secure messaging of DESFire EV1 after an ISO or AES authentication (NXP AN12757): one
/// session key, and one initial vector that runs through every command and answer, even those sent
/// in the clear.
package struct EV1Session: Sendable {
    private let cipher: BlockCipher
    private let mac: CMAC
    package private(set) var vector: [UInt8]

    /// A MAC is sent as its first eight bytes.
    private static let codeLength = 8

    package init(cipher: BlockCipher, vector: [UInt8]? = nil) {
        self.cipher = cipher
        mac = CMAC(cipher)
        self.vector = vector ?? [UInt8](repeating: 0, count: cipher.blockSize)
    }

    /// What goes out after the instruction byte.
    package mutating func protect(_ command: CardCommand) -> [UInt8] {
        if case .full = command.protection, !command.data.isEmpty {
            let sum = CyclicRedundancy.jam32(command.plainBytes)
            return command.header + encipher(command.data + sum)
        }
        vector = mac.code(command.plainBytes, iv: vector)
        let plain = command.header + command.data
        let isAuthenticated = command.protection == .mac && !command.data.isEmpty
        return isAuthenticated ? plain + vector.prefix(Self.codeLength) : plain
    }

    /// A key change: `slot ‖ E(key part ‖ CRC of the command ‖ CRC of the new key)`.
    package mutating func protect(_ change: KeyChange) -> [UInt8] {
        var keyPart = change.keyPart
        defer { SecretMemory.wipe(&keyPart) }
        let command = [Instruction.changeKey.rawValue, change.slot] + keyPart
        let sums =
            CyclicRedundancy.jam32(command) + change.newKeyCheckSum(CyclicRedundancy.jam32)
        return [change.slot] + encipher(keyPart + sums)
    }

    /// The plain answer. Nil when its MAC, check sum or length is not right.
    package mutating func accept(
        _ answer: [UInt8], status: StatusWord, protection: CardCommand.Protection
    ) -> [UInt8]? {
        if case .full(let length) = protection, length > 0 {
            return decipher(answer, status: status, length: length)
        }
        guard answer.count >= Self.codeLength else { return nil }
        let body = Array(answer.dropLast(Self.codeLength))
        vector = mac.code(body + [status.low], iv: vector)
        let code = Array(vector.prefix(Self.codeLength))
        return ConstantTime.equal(code, Array(answer.suffix(Self.codeLength))) ? body : nil
    }

    private mutating func encipher(_ data: [UInt8]) -> [UInt8] {
        let size = cipher.blockSize
        var padded = data + [UInt8](repeating: 0, count: (size - data.count % size) % size)
        defer { SecretMemory.wipe(&padded) }
        let enciphered = cipher.encrypt(padded, iv: vector)
        vector = Array(enciphered.suffix(size))
        return enciphered
    }

    private mutating func decipher(
        _ answer: [UInt8], status: StatusWord, length: Int
    ) -> [UInt8]? {
        let size = cipher.blockSize
        let expected = (length + 4 + size - 1) / size * size
        guard answer.count == expected else { return nil }
        let padded = cipher.decrypt(answer, iv: vector)
        vector = Array(answer.suffix(size))
        let data = Array(padded.prefix(length))
        let sum = CyclicRedundancy.jam32(data + [status.low])
        let rest = sum + [UInt8](repeating: 0, count: expected - length - 4)
        return ConstantTime.equal(rest, Array(padded.suffix(expected - length))) ? data : nil
    }
}
