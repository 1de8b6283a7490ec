/// WRITE KEY (FMCOS 2.0 user manual, 7.12).
extension VirtualFMCOS {
    /// P1 01 adds a key; any other P1 is the type of the key that is changed. Class 84 comes with a
    /// MAC, and enciphered where whole blocks come, under key 39 00 of this directory.
    func writeKey(_ command: FMCOSCommand, _ challenge: [UInt8]?) throws(FMCOSStatus) -> [UInt8] {
        let file = try keyFile()
        var old: Int?
        if command.p1 == 0x01 {
            try require(file.addRight)
        } else {
            old = try key(command.p1 & 0x0F | 0x30, command.p2)
            let key = file.keys[old ?? 0]
            try require(key.changeRight)
            // A key of the kind that is changed in the clear no more.
            guard command.isProtected || !key.isProtected else { throw .wrongMAC }
        }
        let data = command.isProtected ? try openedKey(command, challenge) : command.data
        guard [13, 21].contains(data.count) else { throw .wrongLength }
        let new = FMCOSKey(
            type: data[0], identifier: command.p2, useRight: data[1], changeRight: data[2],
            parameters: [data[3], data[4]], bytes: Array(data[5...]))
        try put(new, over: old)
        return []
    }

    private func put(_ new: FMCOSKey, over old: Int?) throws(FMCOSStatus) {
        let keys = try keyFile().keys
        guard let old else {
            let isThere = keys.contains { $0.kind == new.kind && $0.identifier == new.identifier }
            guard !isThere else { throw .data }
            directory.keyFile?.keys.append(new)
            return
        }
        guard keys[old].bytes.count == new.bytes.count else { throw .wrongLength }
        directory.keyFile?.keys[old] = new
    }

    private func openedKey(
        _ command: FMCOSCommand, _ challenge: [UInt8]?
    ) throws(FMCOSStatus) -> [UInt8] {
        let index = try key(FMCOSKey.externalAuthentication, 0)
        let master = try keyFile().keys[index]
        guard master.triesLeft > 0 else { throw .keyLocked }
        guard let body = body(of: command, challenge, master.bytes) else {
            directory.keyFile?.keys[index].noteFailure()
            throw .wrongMAC
        }
        directory.keyFile?.keys[index].noteSuccess()
        guard body.count % 8 == 0 else { return body }
        guard let plain = FMCOSCipher.opened(body, master.bytes) else { throw .data }
        return plain
    }
}
