/// Commands on record files (NXP MIFARE DESFire functional specification; AN12343 for EV2).
extension VirtualDESFire {
    /// Linear (C1) and cyclic (C0): `number ‖ communication ‖ rights ‖ record size (3) ‖ records (3)`.
    func newRecords(
        _ instruction: UInt8, _ parameters: [UInt8]
    ) throws(ChipError) -> ChipFile.Content {
        let length = Self.number(parameters[..<3])
        let limit = Self.number(parameters[3...])
        let isCyclic = instruction == 0xC0
        guard length > 0, limit >= (isCyclic ? 2 : 1) else { throw .parameter }
        guard length * limit <= memory.freeBytes else { throw .outOfMemory }
        return .records(ChipRecords(length: length, limit: limit, isCyclic: isCyclic))
    }

    /// WriteRecord `number ‖ offset (3) ‖ length (3) ‖ data` goes to one new record until the
    /// commit; UpdateRecord has the record's number (3), from the newest, before the offset.
    func writeRecord(_ instruction: UInt8, _ payload: [UInt8]) throws(ChipError) -> ChipReply {
        guard let number = payload.first else { throw .length }
        let file = try file(number)
        let protection = try protection(of: file, for: .write)
        let isUpdate = instruction == 0xDB || instruction == 0xBA
        let header = isUpdate ? 10 : 7
        let body = try session.open(instruction, payload, header: header, protection)
        guard body.count > header else { throw .length }
        guard case .records(let current) = pending[number] ?? file.content else {
            throw .parameter
        }
        let offset = Self.number(body[(header - 6)..<(header - 3)])
        let data = Array(body[header...])
        guard data.count == Self.number(body[(header - 3)..<header]) else { throw .length }
        guard offset + data.count <= current.length else { throw .boundary }
        let record = isUpdate ? Self.number(body[1..<4]) : 0
        let base = isUpdate || openRecords.contains(number) ? current : current.appended()
        guard let base, record < base.records.count else { throw .boundary }
        pending[number] = .records(base.replacing(data, inRecord: record, at: offset))
        if !isUpdate { openRecords.insert(number) }
        return ChipReply(protection: protection == .plain ? .plain : .mac)
    }

    /// `number ‖ newest record to give (3) ‖ count (3)`; count 0 means all. Oldest first.
    func readRecords(_ instruction: UInt8, _ payload: [UInt8]) throws(ChipError) -> ChipReply {
        guard let number = payload.first else { throw .length }
        let file = try file(number)
        let protection = try protection(of: file, for: .read)
        let body = try session.open(instruction, payload, header: 7, protection)
        guard body.count == 7 else { throw .length }
        guard case .records(let content) = file.content else { throw .parameter }
        let end = content.records.count - Self.number(body[1..<4])
        let asked = Self.number(body[4..<7])
        let start = asked == 0 ? 0 : end - asked
        guard end > 0, start >= 0 else { throw .boundary }
        return ChipReply(
            data: Array(content.records[start..<end].joined()), protection: protection)
    }

    /// Takes effect with the commit. Needs the right to both read and write.
    func clearRecords(_ body: [UInt8]) throws(ChipError) -> ChipReply {
        guard body.count == 1 else { throw .length }
        let file = try file(body[0])
        _ = try protection(of: file, for: .credit)
        guard case .records(let current) = file.content else { throw .parameter }
        pending[body[0]] = .records(current.cleared())
        openRecords.remove(body[0])
        return ChipReply()
    }
}
