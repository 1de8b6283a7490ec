/// Files: creation, settings, rights.
extension VirtualDESFire {
    /// Files in one application.
    private static let fileLimit = 32

    /// What a command wants to do to a file, which decides whose key may.
    enum Access {
        case read
        case write
        case credit
        case limitedCredit
        case debit
    }

    func application() throws(ChipError) -> Int {
        guard let index = applicationIndex else { throw .permissionDenied }
        return index
    }

    func file(_ number: UInt8) throws(ChipError) -> ChipFile {
        let application = memory.applications[try application()]
        guard let file = application.files.first(where: { $0.number == number }) else {
            throw .fileNotFound
        }
        return file
    }

    /// The protection that an access goes under: the file's own for the key that holds the right,
    /// plain where only the free right (E) lets it through.
    func protection(of file: ChipFile, for access: Access) throws(ChipError) -> ChipProtection {
        let read = UInt8(file.rights >> 12)
        let write = UInt8(file.rights >> 8 & 0x0F)
        let both = UInt8(file.rights >> 4 & 0x0F)
        let holders: [UInt8] =
            switch access {
            case .read: [read, both]
            case .write, .limitedCredit: [write, both]
            case .credit: [both]
            case .debit: [read, write, both]
            }
        if let sessionKey, holders.contains(sessionKey) {
            return ChipProtection(communication: file.communication)
        }
        guard holders.contains(0x0E) else {
            throw sessionKey == nil ? .authentication : .permissionDenied
        }
        return .plain
    }

    func createFile(_ instruction: UInt8, _ body: [UInt8]) throws(ChipError) -> ChipReply {
        let index = try application()
        let isRecords = instruction == 0xC1 || instruction == 0xC0
        guard body.count == (instruction == 0xCC ? 17 : isRecords ? 10 : 7) else { throw .length }
        try requireMaster(
            unless: Settings.freeCreation, in: memory.applications[index].keySettings)
        let files = memory.applications[index].files
        guard body[0] < Self.fileLimit else { throw .parameter }
        guard !files.contains(where: { $0.number == body[0] }) else { throw .duplicate }
        let parameters = Array(body[4...])
        let content =
            isRecords
            ? try newRecords(instruction, parameters) : try newContent(instruction, parameters)
        let file = ChipFile(
            number: body[0], communication: body[1], rights: UInt16(Self.number(body[2..<4])),
            content: content)
        try store { $0.applications[index].files.append(file) }
        return ChipReply()
    }

    private func newContent(
        _ instruction: UInt8, _ parameters: [UInt8]
    ) throws(ChipError) -> ChipFile.Content {
        guard instruction == 0xCC else {
            let size = Self.number(parameters)
            guard size > 0 else { throw .parameter }
            guard size <= memory.freeBytes else { throw .outOfMemory }
            let bytes = [UInt8](repeating: 0, count: size)
            return instruction == 0xCB ? .backup(bytes) : .standard(bytes)
        }
        let numbers = (0..<3).map { Self.signed(parameters[4 * $0..<4 * $0 + 4]) }
        guard numbers[0] <= numbers[2], numbers[2] <= numbers[1] else { throw .parameter }
        return .value(
            numbers[2], lower: numbers[0], upper: numbers[1], limitedCredit: parameters[12])
    }

    func deleteFile(_ body: [UInt8]) throws(ChipError) -> ChipReply {
        guard body.count == 1 else { throw .length }
        let index = try application()
        try requireMaster(
            unless: Settings.freeCreation, in: memory.applications[index].keySettings)
        let number = try file(body[0]).number
        memory.applications[index].files.removeAll { $0.number == number }
        pending[number] = nil
        return ChipReply()
    }

    func listFiles(_ body: [UInt8]) throws(ChipError) -> ChipReply {
        guard body.isEmpty else { throw .length }
        let application = memory.applications[try application()]
        try requireMaster(unless: Settings.freeListing, in: application.keySettings)
        return ChipReply(data: application.files.map(\.number))
    }

    func fileSettings(_ body: [UInt8]) throws(ChipError) -> ChipReply {
        guard body.count == 1 else { throw .length }
        let file = try file(body[0])
        try requireMaster(
            unless: Settings.freeListing,
            in: memory.applications[try application()].keySettings)
        let common = [file.communication] + Self.bytes(Int(file.rights), count: 2)
        switch file.content {
        case .standard(let bytes):
            return ChipReply(data: [0x00] + common + Self.bytes(bytes.count, count: 3))
        case .backup(let bytes):
            return ChipReply(data: [0x01] + common + Self.bytes(bytes.count, count: 3))
        case .value(_, let lower, let upper, let limitedCredit):
            let limits = [lower, upper, 0].flatMap { Self.bytes(Int($0), count: 4) }
            return ChipReply(data: [0x02] + common + limits + [limitedCredit])
        case .records(let content):
            let sizes = [content.length, content.limit, content.records.count]
                .flatMap { Self.bytes($0, count: 3) }
            return ChipReply(data: [content.isCyclic ? 0x04 : 0x03] + common + sizes)
        }
    }

    /// `number ‖ communication ‖ rights`, by the key in the change nibble.
    func changeFileSettings(_ body: [UInt8]) throws(ChipError) -> ChipReply {
        guard body.count == 4 else { throw .length }
        let index = try application()
        let file = try file(body[0])
        guard sessionKey == UInt8(file.rights & 0x0F) else { throw .permissionDenied }
        let rights = UInt16(Self.number(body[2..<4]))
        for position in memory.applications[index].files.indices
        where memory.applications[index].files[position].number == file.number {
            memory.applications[index].files[position].communication = body[1]
            memory.applications[index].files[position].rights = rights
        }
        return ChipReply()
    }

    static func signed(_ bytes: some Collection<UInt8>) -> Int32 {
        Int32(truncatingIfNeeded: number(bytes))
    }
}
