import DeviceProtocols

/// What a card says, by the protocols of ISO/IEC 7816-3 and -4.
enum CardTargets {
    static func answerToReset(_ bytes: [UInt8]) {
        guard let answer = try? AnswerToReset(bytes) else { return }
        precondition(answer.historical.count <= 15 && bytes.count <= AnswerToReset.longest)
    }

    /// A command is what it was read from, where it is short; and its chain ends.
    static func apdu(_ bytes: [UInt8]) {
        var input = FuzzInput(bytes)
        let command = input.piece()
        guard let read = try? CommandAPDU(command) else { return }
        if !read.isExtended { precondition(read.short == command, "a command changed") }
        if read.data.count <= ShortAPDUExchange.commandLimit {
            var exchange = ShortAPDUExchange(read)
            end(&exchange, input, limit: 1_000)
        }
    }

    static func t0(_ bytes: [UInt8]) {
        var input = FuzzInput(bytes)
        let command = input.piece()
        if var exchange = try? T0Exchange(command) { end(&exchange, input, limit: 1_000) }
        guard command.count >= 5, command.count == 5 || command.count == 5 + Int(command[4])
        else { return }
        var characters = T0Characters(command)
        var step = characters.begin()
        for _ in 0..<2_000 {
            guard case .exchange(_, let expected) = step else { return }
            step = characters.receive(Array(input.piece().prefix(expected)))
        }
        preconditionFailure("a TPDU never ends")
    }

    /// However a card answers, a T=1 exchange ends within its limit of blocks.
    static func t1(_ bytes: [UInt8]) {
        var input = FuzzInput(bytes)
        let check: T1Check = input.byte() & 1 == 0 ? .lrc : .crc
        var link = T1Link(informationSize: max(1, min(254, input.byte())), check: check)
        for _ in 0..<2 {
            var command = input.piece()
            if command.isEmpty { command = [0] }
            var step = link.transmit(command)
            var blocks = 0
            while case .send = step {
                blocks += 1
                precondition(blocks <= 2 * T1Limits.blocks, "an exchange never ends")
                step = link.receive(answer(&input, check))
            }
            guard case .answered = step else { return }
        }
    }

    /// Silence, anything at all, or a block whose check is right, which is what leads further.
    private static func answer(_ input: inout FuzzInput, _ check: T1Check) -> [UInt8]? {
        let kind = input.byte()
        if kind == 0 { return nil }
        let bytes = input.piece()
        guard kind > 32, bytes.count >= 2 else { return bytes }
        let header = [0x00, bytes[0], UInt8(bytes.count - 1)]
        return check.sealed(header + bytes.dropFirst())
    }

    private static func end(_ exchange: inout some CardExchange, _ left: FuzzInput, limit: Int) {
        var input = left
        var step = exchange.begin()
        for _ in 0..<limit {
            guard case .send = step else { return }
            step = exchange.receive(input.piece())
        }
        preconditionFailure("an exchange never ends")
    }
}

extension T1Check {
    /// The bytes with their check behind them: exclusive-or, or CRC-16 of ISO/IEC 13239. Written here again, so that the
    /// inputs do not depend on the code that reads them.
    fileprivate func sealed(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .lrc: return bytes + [bytes.reduce(0, ^)]
        case .crc:
            var crc: UInt16 = 0xFFFF
            for byte in bytes {
                crc ^= UInt16(byte)
                for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x8408 : crc >> 1 }
            }
            crc = ~crc
            return bytes + [UInt8(crc & 0xFF), UInt8(crc >> 8)]
        }
    }
}
