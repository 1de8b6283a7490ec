import CardPrimitives

/// The chip's side of a session. Written from the chip's point of view, apart from the reader's
/// code on purpose: the two check each other.
enum ChipSession {
    case none
    case legacy(ChipLegacySession)
    case ev1(ChipEV1Session)
    case ev2(ChipEV2Session)

    /// Takes the protection off a command. - Parameter header: bytes that stay in the clear in full
    /// protection.
    mutating func open(
        _ instruction: UInt8, _ payload: [UInt8], header: Int, _ protection: ChipProtection
    ) throws(ChipError) -> [UInt8] {
        guard protection != .none else { return payload }
        switch self {
        case .none:
            return payload
        case .legacy(let session):
            return try session.open(payload, header: header, protection)
        case .ev1(var session):
            defer { self = .ev1(session) }
            return try session.open(instruction, payload, header: header, protection)
        case .ev2(let session):
            return try session.open(instruction, payload, header: header, protection)
        }
    }

    /// Puts the protection on an answer of status 00.
    mutating func seal(_ data: [UInt8], _ protection: ChipProtection) -> [UInt8] {
        guard protection != .none else { return data }
        switch self {
        case .none:
            return data
        case .legacy(let session):
            return session.seal(data, protection)
        case .ev1(var session):
            defer { self = .ev1(session) }
            return session.seal(data, protection)
        case .ev2(var session):
            defer { self = .ev2(session) }
            return session.seal(data, protection)
        }
    }

    /// Bytes that protection adds to or makes of `count` data bytes in a command.
    func protectedLength(_ count: Int, _ protection: ChipProtection) -> Int {
        switch (self, protection) {
        case (.none, _), (_, .none), (_, .plain), (.legacy, .control), (.ev1, .control):
            count
        case (.legacy, .mac): count + 4
        case (.legacy, .full): (count + 2 + 7) / 8 * 8
        case (.ev1, .mac), (.ev2, .mac), (.ev2, .control): count + 8
        case (.ev1(let session), .full): session.blocks(count + 4)
        case (.ev2, .full): (count / 16 + 1) * 16 + 8
        }
    }

    /// The plain content of a ChangeKey cryptogram, padding and sums included.
    mutating func openKeyChange(_ cryptogram: [UInt8]) throws(ChipError) -> [UInt8] {
        switch self {
        case .none:
            throw .authentication
        case .legacy(let session):
            return try session.decipher(cryptogram)
        case .ev1(var session):
            defer { self = .ev1(session) }
            return try session.decipher(cryptogram)
        case .ev2(let session):
            return try session.decipher(cryptogram)
        }
    }
}

/// D40: each command on its own, from a vector of zeros. What comes was deciphered by the reader,
/// what goes is enciphered; codes and sums cover the data of files alone.
struct ChipLegacySession {
    let cipher: BlockCipher

    func open(
        _ payload: [UInt8], header: Int, _ protection: ChipProtection
    ) throws(ChipError) -> [UInt8] {
        guard payload.count >= header else { throw .length }
        let clear = Array(payload[..<header])
        let rest = Array(payload[header...])
        guard !rest.isEmpty, protection == .mac || protection == .full else { return payload }
        if protection == .full { return clear + (try checked(decipher(rest))) }
        guard rest.count > 4 else { throw .length }
        let data = Array(rest.dropLast(4))
        guard cut(data) == Array(rest.suffix(4)) else { throw .integrity }
        return clear + data
    }

    func seal(_ data: [UInt8], _ protection: ChipProtection) -> [UInt8] {
        guard !data.isEmpty else { return [] }
        switch protection {
        case .none, .control, .plain: return data
        case .mac: return data + cut(data)
        case .full: return chained(data + CyclicRedundancy.typeA16(data))
        }
    }

    func decipher(_ cryptogram: [UInt8]) throws(ChipError) -> [UInt8] {
        guard cryptogram.count % 8 == 0, !cryptogram.isEmpty else { throw .length }
        return ChipHandshake.undone(cryptogram, cipher)
    }

    /// Finds the sum behind the data, with nothing but zeros after it.
    private func checked(_ plain: [UInt8]) throws(ChipError) -> [UInt8] {
        for end in 1..<max(2, plain.count - 1) {
            let sum = CyclicRedundancy.typeA16(Array(plain[..<end]))
            let isPadded = plain.dropFirst(end + 2).allSatisfy { $0 == 0 }
            if isPadded, plain.count >= end + 2, Array(plain[end..<end + 2]) == sum {
                return Array(plain[..<end])
            }
        }
        throw .integrity
    }

    /// The first half of the last block.
    private func cut(_ data: [UInt8]) -> [UInt8] { Array(chained(data).suffix(8).prefix(4)) }

    private func chained(_ data: [UInt8]) -> [UInt8] {
        var blocks = data
        while blocks.count % 8 != 0 { blocks.append(0x00) }
        return cipher.encrypt(blocks, iv: [UInt8](repeating: 0, count: 8))
    }
}

/// EV1: one running vector, CMAC of everything, check sums inside enciphered data.
struct ChipEV1Session {
    let cipher: BlockCipher
    private var running: [UInt8]

    /// - Parameter running: where the vector stands; at zero after an authentication.
    init(cipher: BlockCipher, running: [UInt8]? = nil) {
        self.cipher = cipher
        self.running = running ?? [UInt8](repeating: 0, count: cipher.blockSize)
    }

    func blocks(_ count: Int) -> Int {
        (count + cipher.blockSize - 1) / cipher.blockSize * cipher.blockSize
    }

    /// Data travels under a MAC or enciphered only where there is data behind the header.
    mutating func open(
        _ instruction: UInt8, _ payload: [UInt8], header: Int, _ protection: ChipProtection
    ) throws(ChipError) -> [UInt8] {
        guard payload.count >= header else { throw .length }
        if protection == .full, payload.count > header {
            let plain = try decipher(Array(payload.dropFirst(header)))
            return try checked([instruction] + payload.prefix(header), plain)
        }
        guard protection == .mac, payload.count > header else {
            running = CMAC(cipher).code([instruction] + payload, iv: running)
            return payload
        }
        guard payload.count >= header + 8 else { throw .length }
        let body = Array(payload.dropLast(8))
        running = CMAC(cipher).code([instruction] + body, iv: running)
        guard Array(running.prefix(8)) == Array(payload.suffix(8)) else { throw .integrity }
        return body
    }

    mutating func seal(_ data: [UInt8], _ protection: ChipProtection) -> [UInt8] {
        if protection == .full, !data.isEmpty {
            let summed = data + CyclicRedundancy.jam32(data + [0x00])
            let padding = [UInt8](repeating: 0, count: blocks(summed.count) - summed.count)
            let enciphered = cipher.encrypt(summed + padding, iv: running)
            running = Array(enciphered.suffix(cipher.blockSize))
            return enciphered
        }
        running = CMAC(cipher).code(data + [0x00], iv: running)
        return data + running.prefix(8)
    }

    mutating func decipher(_ enciphered: [UInt8]) throws(ChipError) -> [UInt8] {
        guard enciphered.count % cipher.blockSize == 0, !enciphered.isEmpty else { throw .length }
        defer { running = Array(enciphered.suffix(cipher.blockSize)) }
        return cipher.decrypt(enciphered, iv: running)
    }

    /// Finds the sum behind the data, with nothing but zeros after it. The first place counts: data
    /// with its sum has the sum zero, so that the padding would pass for a sum as well.
    private func checked(_ clear: [UInt8], _ plain: [UInt8]) throws(ChipError) -> [UInt8] {
        guard plain.count >= 4 else { throw .length }
        for end in 0...plain.count - 4 {
            let sum = CyclicRedundancy.jam32(clear + plain[..<end])
            let isPadded = plain[(end + 4)...].allSatisfy { $0 == 0 }
            if isPadded, Array(plain[end..<end + 4]) == sum {
                return Array(clear.dropFirst()) + plain[..<end]
            }
        }
        throw .integrity
    }
}

/// EV2: two keys, a transaction identifier and a counter.
struct ChipEV2Session {
    let encryptionKey: SecretKey
    let macKey: SecretKey
    let transaction: [UInt8]
    var counter: UInt16

    func open(
        _ instruction: UInt8, _ payload: [UInt8], header: Int, _ protection: ChipProtection
    ) throws(ChipError) -> [UInt8] {
        if protection == .plain { return payload }
        guard payload.count >= header + 8 else { throw .length }
        let body = Array(payload.dropLast(8))
        guard cut(instruction, counter, body) == Array(payload.suffix(8)) else { throw .integrity }
        guard protection == .full, body.count > header else { return body }
        return try body.prefix(header) + decipher(Array(body.dropFirst(header)))
    }

    mutating func seal(_ data: [UInt8], _ protection: ChipProtection) -> [UInt8] {
        counter &+= 1
        if protection == .plain { return data }
        var body = data
        if protection == .full, !data.isEmpty {
            body.append(0x80)
            while body.count % 16 != 0 { body.append(0x00) }
            body = cipher.encrypt(body, iv: vector(0x5A, 0xA5))
        }
        return body + cut(0x00, counter, body)
    }

    func decipher(_ enciphered: [UInt8]) throws(ChipError) -> [UInt8] {
        guard enciphered.count % 16 == 0, !enciphered.isEmpty else { throw .length }
        var plain = cipher.decrypt(enciphered, iv: vector(0xA5, 0x5A))
        while plain.last == 0x00 { plain.removeLast() }
        guard plain.popLast() == 0x80 else { throw .integrity }
        return plain
    }

    private var cipher: BlockCipher { BlockCipher(.aes128, key: encryptionKey) }

    private func littleEndian(_ number: UInt16) -> [UInt8] {
        [UInt8(number & 0xFF), UInt8(number >> 8)]
    }

    private func vector(_ first: UInt8, _ second: UInt8) -> [UInt8] {
        let zeros = [UInt8](repeating: 0, count: 8)
        return cipher.encrypt([first, second] + transaction + littleEndian(counter) + zeros)
    }

    /// Every second byte of the CMAC, beginning with its second.
    private func cut(_ first: UInt8, _ counter: UInt16, _ body: [UInt8]) -> [UInt8] {
        let input = [first] + littleEndian(counter) + transaction + body
        let code = CMAC(BlockCipher(.aes128, key: macKey)).code(input)
        return code.indices.filter { $0 % 2 == 1 }.map { code[$0] }
    }
}
