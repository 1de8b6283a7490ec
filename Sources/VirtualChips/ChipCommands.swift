/// The commands that the chip knows, with the number of bytes that stay in the clear under
/// protection and the function that carries each out.
extension VirtualDESFire {
    /// Payload bytes that make a command whole. Only writes are long enough to be cut into frames.
    func expectedLength(_ instruction: UInt8, _ data: [UInt8]) throws(ChipError) -> Int {
        let header: Int
        switch instruction {
        case 0x3D, 0x8D, 0x3B, 0x8B: header = 7
        case 0xDB, 0xBA: header = 10
        default: return data.count
        }
        guard data.count >= header else { throw .length }
        let file = try file(data[0])
        let protection = try protection(of: file, for: .write)
        let length = Self.number(data[(header - 3)..<header])
        return header + session.protectedLength(length, protection)
    }

    /// Opens a command, carries it out, and says what to answer.
    func execute(_ instruction: UInt8, _ payload: [UInt8]) throws(ChipError) -> ChipReply {
        switch instruction {
        case 0x5A: return try select(payload)
        case 0xC4: return try changeKey(payload)
        case 0x3D, 0x8D: return try write(instruction, payload)
        case 0xBD, 0xAD: return try read(instruction, payload)
        case 0x3B, 0x8B, 0xDB, 0xBA: return try writeRecord(instruction, payload)
        case 0xBB, 0xAB: return try readRecords(instruction, payload)
        case 0x6C, 0x0C, 0xDC, 0x1C: return try useValue(instruction, payload)
        case 0x54, 0x5C, 0x5F: return try changeSettings(instruction, payload)
        default:
            let body = try session.open(instruction, payload, header: 0, .control)
            return try manage(instruction, body)
        }
    }

    private func changeSettings(
        _ instruction: UInt8, _ payload: [UInt8]
    ) throws(ChipError) -> ChipReply {
        let header = instruction == 0x54 ? 0 : 1
        guard sessionKey != nil else { throw .authentication }
        let body = try session.open(instruction, payload, header: header, .full)
        switch instruction {
        case 0x54: return try changeKeySettings(body)
        case 0x5C: return try setConfiguration(body)
        default: return try changeFileSettings(body)
        }
    }

    /// Commands on card and application, all under the same protection.
    private func manage(_ instruction: UInt8, _ body: [UInt8]) throws(ChipError) -> ChipReply {
        switch instruction {
        case 0x60: return ChipReply(data: version)
        case 0x51: return try cardUID(body)
        case 0x3C: return try readSignature(body)
        case 0x6E: return ChipReply(data: Self.bytes(memory.freeBytes, count: 3))
        case 0x6A: return try listApplications(body)
        case 0xCA: return try createApplication(body)
        case 0xDA: return try deleteApplication(body)
        case 0xFC: return try format(body)
        case 0x45: return try keySettings(body)
        case 0x64: return try keyVersion(body)
        case 0xCD, 0xCB, 0xCC, 0xC1, 0xC0: return try createFile(instruction, body)
        case 0xEB: return try clearRecords(body)
        case 0xDF: return try deleteFile(body)
        case 0x6F: return try listFiles(body)
        case 0xF5: return try fileSettings(body)
        case 0xC7: return try commit(body)
        case 0xA7: return try abort(body)
        default: throw .illegalCommand
        }
    }

    /// A number sent least significant byte first.
    static func number(_ bytes: some Collection<UInt8>) -> Int {
        bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// A number as sent, least significant byte first.
    static func bytes(_ number: Int, count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
