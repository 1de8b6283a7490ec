/// Directories and files (FMCOS 2.0 user manual, 7.4 to 7.13).
extension VirtualFMCOS {
    /// SELECT by identifier (P1 00) or by name (04). A directory answers with its name and the file
    /// that it shows.
    func select(_ command: FMCOSCommand) throws(FMCOSStatus) -> [UInt8] {
        switch command.p1 {
        case 0x00:
            guard command.data.count == 2 else { throw .wrongLength }
            let identifier = UInt16(command.data[0]) << 8 | UInt16(command.data[1])
            return try select(identifier)
        case 0x04:
            if command.data == memory.root.name { return try entered(nil) }
            let found = memory.root.applications.firstIndex { $0.name == command.data }
            guard let found else { throw .fileNotFound }
            return try entered(found)
        default: throw .parameters
        }
    }

    private func select(_ identifier: UInt16) throws(FMCOSStatus) -> [UInt8] {
        if identifier == memory.root.identifier { return try entered(nil) }
        if let found = memory.root.applications.firstIndex(where: { $0.identifier == identifier }) {
            return try entered(found)
        }
        guard directory.files.contains(where: { $0.identifier == identifier }) else {
            throw .fileNotFound
        }
        currentFile = identifier
        return []
    }

    private func entered(_ application: Int?) throws(FMCOSStatus) -> [UInt8] {
        enter(application)
        guard !directory.isDamaged else { throw .checkSum }
        guard directory.lock == .open else { throw .locked }
        var shown: [UInt8] = []
        let file = directory.files.first { $0.identifier == UInt16(directory.shownFile & 0x1F) }
        if directory.shownFile != 0, let file, case .binary(let bytes) = file.content {
            shown = [0x9F, 0x0C, UInt8(bytes.count)] + bytes
        }
        let name = [0x84, UInt8(directory.name.count)] + directory.name
        let template = name + [0xA5, UInt8(shown.count)] + shown
        return [0x6F, UInt8(template.count)] + template
    }

    /// CREATE FILE: `type, …`, by the type without its bits of protection.
    func create(_ command: FMCOSCommand) throws(FMCOSStatus) -> [UInt8] {
        let data = command.data
        guard data.count >= 7 else { throw .wrongLength }
        try require(directory.createRight)
        let identifier = command.parameter
        switch data[0] & 0x3F {
        case 0x38:
            guard selected == nil, (5...16).contains(data.count - 8) else { throw .data }
            guard !memory.root.applications.contains(where: { $0.identifier == identifier }) else {
                throw .parameters
            }
            memory.root.applications.append(
                FMCOSDirectory(
                    identifier: identifier, name: Array(data[8...]), createRight: data[3],
                    eraseRight: data[4], shownFile: data[5]))
        case 0x3F:
            guard directory.isEmpty else { throw .parameters }
            directory.keyFile = FMCOSKeyFile(addRight: data[4])
        default: try createFile(identifier, data)
        }
        return []
    }

    private func createFile(_ identifier: UInt16, _ data: [UInt8]) throws(FMCOSStatus) {
        guard !directory.files.contains(where: { $0.identifier == identifier }) else {
            throw .parameters
        }
        let (first, second) = (Int(data[1]), Int(data[2]))
        let content: FMCOSFile.Content
        switch data[0] & 0x3F {
        case 0x28: content = .binary([UInt8](repeating: 0, count: first << 8 | second))
        case 0x2E:
            guard first >= 2 else { throw .data }
            content = .cyclic([], length: second, limit: first)
        case 0x2F: content = .purse(FMCOSPurse(logFile: data[6] & 0x1F))
        default: throw .data
        }
        directory.files.append(
            FMCOSFile(
                identifier: identifier, readRight: data[3], writeRight: data[4], type: data[0],
                writeKey: ~data[6] & 0x03, content: content))
    }

    /// ERASE DF: everything in the directory goes, and it is as free as a new one.
    func erase(_ command: FMCOSCommand) throws(FMCOSStatus) -> [UInt8] {
        try require(directory.eraseRight)
        directory.keyFile = nil
        directory.files = []
        directory.applications = []
        isFree = true
        return []
    }

    /// The file and the offset that READ and UPDATE BINARY mean: P1 81…9F is a short identifier
    /// with the offset in P2, anything else an offset into the current file.
    private func target(_ command: FMCOSCommand) throws(FMCOSStatus) -> (file: Int, offset: Int) {
        let isShort = command.p1 & 0xE0 == 0x80
        let identifier = isShort ? UInt16(command.p1 & 0x1F) : currentFile
        let found = directory.files.firstIndex { $0.identifier == identifier }
        guard let found else { throw .fileNotFound }
        guard !directory.files[found].isDamaged else { throw .checkSum }
        return (found, isShort ? Int(command.p2) : Int(command.parameter))
    }

    func readBinary(
        _ command: FMCOSCommand, _ challenge: [UInt8]?
    ) throws(FMCOSStatus) -> [UInt8] {
        let (index, offset) = try target(command)
        let file = directory.files[index]
        guard case .binary(let bytes) = file.content else { throw .wrongFileKind }
        try require(file.readRight)
        let rest = bytes.count - offset
        let length = command.expected ?? 0
        guard rest >= 0, length <= rest else { throw .offset }
        return Array(bytes[offset..<offset + (length == 0 ? rest : length)])
    }

    /// UPDATE BINARY, with a MAC where the file asks for it.
    func updateBinary(
        _ command: FMCOSCommand, _ challenge: [UInt8]?
    ) throws(FMCOSStatus) -> [UInt8] {
        let (index, offset) = try target(command)
        let file = directory.files[index]
        guard case .binary(var bytes) = file.content else { throw .wrongFileKind }
        try require(file.writeRight)
        var data = command.data
        if command.isProtected || file.needsMAC && !isFree {
            guard command.isProtected else { throw .classMismatch }
            data = try opened(command, challenge, lineKey: file.writeKey)
        }
        guard offset + data.count <= bytes.count else { throw .offset }
        bytes.replaceSubrange(offset..<offset + data.count, with: data)
        directory.files[index].content = .binary(bytes)
        return []
    }

    /// READ RECORD number P1 (1 is the newest) of the file in the upper five bits of P2.
    func readRecord(_ command: FMCOSCommand) throws(FMCOSStatus) -> [UInt8] {
        let file = directory.files.first { $0.identifier == UInt16(command.p2 >> 3) }
        guard let file else { throw .fileNotFound }
        guard case .cyclic(let records, _, _) = file.content else { throw .wrongFileKind }
        try require(file.readRight)
        guard (1...max(1, records.count)).contains(Int(command.p1)), !records.isEmpty else {
            throw .recordNotFound
        }
        return records[Int(command.p1) - 1]
    }
}
