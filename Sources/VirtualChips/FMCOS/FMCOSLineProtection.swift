/// Secure messages (FMCOS 2.0 user manual, 11): a MAC over header and data that begins with a
/// challenge of the card.
extension VirtualFMCOS {
    /// The data without their MAC, made with the line protection key of a number. A wrong one costs
    /// a try of that key; the last locks the application for ever.
    func opened(
        _ command: FMCOSCommand, _ challenge: [UInt8]?, lineKey number: UInt8
    ) throws(FMCOSStatus) -> [UInt8] {
        guard directory.lock != .forever else { throw .lockedForever }
        let index = try key(FMCOSKey.lineProtection, number)
        let key = try keyFile().keys[index]
        try require(key.useRight)
        guard let body = body(of: command, challenge, key.bytes) else {
            directory.keyFile?.keys[index].noteFailure()
            guard key.triesLeft > 1 else {
                directory.lock = .forever
                throw .lockedForever
            }
            throw .wrongLineMAC
        }
        directory.keyFile?.keys[index].noteSuccess()
        return body
    }

    /// The data before the MAC; nil when it is not the key's.
    func body(
        of command: FMCOSCommand, _ challenge: [UInt8]?, _ key: [UInt8]
    ) -> [UInt8]? {
        guard command.data.count >= 4, let challenge, challenge.count == 4 else { return nil }
        let body = Array(command.data.dropLast(4))
        let start = challenge + [0, 0, 0, 0]
        let expected = FMCOSCipher.mac(command.header + body, key, start: start)
        return expected == Array(command.data.suffix(4)) ? body : nil
    }

    /// APPLICATION BLOCK, until it is unblocked (P2 00) or for ever (01).
    func block(_ command: FMCOSCommand, _ challenge: [UInt8]?) throws(FMCOSStatus) -> [UInt8] {
        guard command.isProtected else { throw .noMAC }
        guard command.p1 == 0, command.p2 <= 1 else { throw .parameters }
        _ = try opened(command, challenge, lineKey: 0)
        directory.lock = command.p2 == 0 ? .temporary : .forever
        return []
    }

    /// APPLICATION UNBLOCK.
    func unblock(_ command: FMCOSCommand, _ challenge: [UInt8]?) throws(FMCOSStatus) -> [UInt8] {
        guard command.isProtected else { throw .noMAC }
        _ = try opened(command, challenge, lineKey: 0)
        directory.lock = .open
        return []
    }

    /// CARD BLOCK.
    func blockCard(_ command: FMCOSCommand, _ challenge: [UInt8]?) throws(FMCOSStatus) -> [UInt8] {
        guard command.isProtected else { throw .noMAC }
        _ = try opened(command, challenge, lineKey: 0)
        memory.isBlocked = true
        return []
    }
}
