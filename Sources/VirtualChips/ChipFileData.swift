/// What is in files, and the transaction that makes it visible.
extension VirtualDESFire {
    /// `number ‖ offset (3) ‖ length (3)`; length 0 means to the end. Shows what was committed
    /// last.
    func read(_ instruction: UInt8, _ payload: [UInt8]) throws(ChipError) -> ChipReply {
        guard let number = payload.first else { throw .length }
        let file = try file(number)
        let protection = try protection(of: file, for: .read)
        let body = try session.open(instruction, payload, header: 7, protection)
        guard body.count == 7 else { throw .length }
        let offset = Self.number(body[1..<4])
        let bytes: [UInt8]
        switch file.content {
        case .standard(let content), .backup(let content): bytes = content
        case .value, .records: throw .parameter
        }
        guard offset < bytes.count else { throw .boundary }
        let asked = Self.number(body[4..<7])
        let length = asked == 0 ? bytes.count - offset : asked
        guard offset + length <= bytes.count else { throw .boundary }
        return ChipReply(data: Array(bytes[offset..<offset + length]), protection: protection)
    }

    /// `number ‖ offset (3) ‖ length (3) ‖ data`.
    func write(_ instruction: UInt8, _ payload: [UInt8]) throws(ChipError) -> ChipReply {
        guard let number = payload.first else { throw .length }
        let file = try file(number)
        let protection = try protection(of: file, for: .write)
        let body = try session.open(instruction, payload, header: 7, protection)
        guard body.count >= 7 else { throw .length }
        let offset = Self.number(body[1..<4])
        let data = Array(body[7...])
        guard data.count == Self.number(body[4..<7]) else { throw .length }
        switch pending[number] ?? file.content {
        case .standard(let bytes):
            try replaceContent(of: number, with: .standard(spliced(data, into: bytes, at: offset)))
        case .backup(let bytes):
            pending[number] = .backup(try spliced(data, into: bytes, at: offset))
        case .value, .records:
            throw .parameter
        }
        return ChipReply(protection: Self.answer(to: protection))
    }

    private func spliced(
        _ data: [UInt8], into bytes: [UInt8], at offset: Int
    ) throws(ChipError) -> [UInt8] {
        guard offset + data.count <= bytes.count else { throw .boundary }
        return bytes[..<offset] + data + bytes[(offset + data.count)...]
    }

    /// GetValue, Credit, Debit and LimitedCredit: `number [‖ amount (4)]`.
    func useValue(_ instruction: UInt8, _ payload: [UInt8]) throws(ChipError) -> ChipReply {
        guard let number = payload.first else { throw .length }
        let file = try file(number)
        let access: Access =
            switch instruction {
            case 0x0C: .credit
            case 0x1C: .limitedCredit
            default: .debit
            }
        let protection = try protection(of: file, for: access)
        let body = try session.open(instruction, payload, header: 1, protection)
        guard case .value(let committed, let lower, let upper, let limited) = file.content else {
            throw .parameter
        }
        if instruction == 0x6C {
            return ChipReply(
                data: Self.bytes(Int(committed), count: 4), protection: protection)
        }
        guard body.count == 5 else { throw .length }
        let amount = Self.signed(body[1...])
        guard amount >= 0, instruction != 0x1C || limited & 0x01 != 0 else { throw .parameter }
        var running = Int64(committed)
        if case .value(let value, _, _, _) = pending[number] { running = Int64(value) }
        running += Int64(instruction == 0xDC ? -amount : amount)
        guard (Int64(lower)...Int64(upper)).contains(running) else { throw .boundary }
        pending[number] = .value(
            Int32(running), lower: lower, upper: upper, limitedCredit: limited)
        return ChipReply(protection: Self.answer(to: protection))
    }

    /// Makes every uncommitted content visible in one step.
    func commit(_ body: [UInt8]) throws(ChipError) -> ChipReply {
        guard body.isEmpty || body == [0x00] else { throw .parameter }
        let index = try application()
        guard !pending.isEmpty else { throw .noChanges }
        var changed = memory
        for position in changed.applications[index].files.indices {
            let number = changed.applications[index].files[position].number
            if let content = pending[number] {
                changed.applications[index].files[position].content = content
            }
        }
        memory = changed
        dropPending()
        return ChipReply()
    }

    func abort(_ body: [UInt8]) throws(ChipError) -> ChipReply {
        guard body.isEmpty else { throw .length }
        guard !pending.isEmpty else { throw .noChanges }
        dropPending()
        return ChipReply()
    }

    private func replaceContent(
        of number: UInt8, with content: ChipFile.Content
    ) throws(ChipError) {
        let index = try application()
        for position in memory.applications[index].files.indices
        where memory.applications[index].files[position].number == number {
            memory.applications[index].files[position].content = content
        }
    }

    /// The answer to a write has no data: under a MAC in EV2 and EV1, whatever enciphered the
    /// command.
    private static func answer(to protection: ChipProtection) -> ChipProtection {
        protection == .plain ? .plain : .mac
    }
}
