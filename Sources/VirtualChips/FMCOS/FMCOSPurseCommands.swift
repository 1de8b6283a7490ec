import CardPrimitives

/// A load or a purchase between its two commands.
struct FMCOSTransaction {
    /// 02 load of the purse, 06 purchase from it.
    let type: UInt8
    let file: Int
    let amount: UInt32
    let terminal: [UInt8]
    let random: [UInt8]
    /// Under it the session key of a purchase is made, once the terminal's number is known.
    let key: [UInt8]
}

/// The electronic purse, file 0002 (FMCOS 2.0 user manual, 8.7 to 8.13; PBOC 2.0).
extension VirtualFMCOS {
    private func purse() throws(FMCOSStatus) -> (file: Int, purse: FMCOSPurse) {
        let found = directory.files.firstIndex { $0.identifier == 0x0002 }
        guard let found else { throw .fileNotFound }
        guard case .purse(let purse) = directory.files[found].content else { throw .wrongFileKind }
        return (found, purse)
    }

    /// GET BALANCE.
    func giveBalance(_ command: FMCOSCommand) throws(FMCOSStatus) -> [UInt8] {
        guard command.p1 == 0, command.p2 == 2 else { throw .parameters }
        let (file, purse) = try purse()
        try require(directory.files[file].readRight)
        return Self.four(purse.balance)
    }

    /// INITIALIZE FOR LOAD (P1 00) and FOR PURCHASE (01): key, amount (4), terminal (6).
    func begin(_ command: FMCOSCommand) throws(FMCOSStatus) -> [UInt8] {
        guard command.p1 <= 1, command.p2 == 2 else { throw .parameters }
        guard command.data.count == 11 else { throw .wrongLength }
        let isLoad = command.p1 == 0
        let (file, purse) = try purse()
        let kind = isLoad ? FMCOSKey.load : FMCOSKey.purchase
        let keys = try keyFile().keys
        let key = keys.first { $0.kind == kind && $0.identifier == command.data[0] }
        guard let key else { throw .purseKeyNotFound }
        try require(key.useRight)
        let amount = command.data[1...4].reduce(0) { $0 << 8 | UInt32($1) }
        guard isLoad || amount <= purse.balance else { throw .balance }
        let begun = FMCOSTransaction(
            type: isLoad ? 0x02 : 0x06, file: file, amount: amount,
            terminal: Array(command.data[5...]), random: random.bytes(4), key: key.bytes)
        transaction = begun
        let balance = Self.four(purse.balance)
        guard isLoad else {
            let counter = Self.two(purse.offlineCounter)
            return balance + counter + [0, 0, 0] + key.parameters + begun.random
        }
        let session = Self.loadSession(begun, purse)
        let content = balance + Self.four(amount) + [begun.type] + begun.terminal
        let code = FMCOSCipher.mac(content, session, start: FMCOSCipher.zeros)
        return balance + Self.two(purse.onlineCounter) + key.parameters + begun.random + code
    }

    /// CREDIT FOR LOAD: date (4), time (3), MAC2. The balance, the counter, the proof and the record
    /// are written in one piece.
    func load(_ command: FMCOSCommand) throws(FMCOSStatus) -> [UInt8] {
        guard let begun = transaction, begun.type == 0x02 else { throw .invalidState }
        transaction = nil
        guard command.data.count == 11 else { throw .wrongLength }
        var (file, purse) = try purse()
        let time = Array(command.data[..<7])
        let content = Self.four(begun.amount) + [begun.type] + begun.terminal + time
        let session = Self.loadSession(begun, purse)
        let code = FMCOSCipher.mac(content, session, start: FMCOSCipher.zeros)
        guard code == Array(command.data[7...]) else { throw .wrongMAC }
        let (sum, isTooMuch) = purse.balance.addingReportingOverflow(begun.amount)
        guard !isTooMuch else { throw .conditions }
        let counter = purse.onlineCounter
        purse.balance = sum
        purse.onlineCounter &+= 1
        let tac = try transactionCode(Self.four(sum) + Self.two(counter) + content)
        purse.proof = FMCOSPurse.Proof(type: begun.type, counter: counter, codes: code + tac)
        directory.files[file].content = .purse(purse)
        note(begun, counter, time, purse)
        return tac
    }

    /// DEBIT FOR PURCHASE: the terminal's number (4), date (4), time (3), MAC1.
    func purchase(_ command: FMCOSCommand) throws(FMCOSStatus) -> [UInt8] {
        guard let begun = transaction, begun.type == 0x06 else { throw .invalidState }
        transaction = nil
        guard command.data.count == 15 else { throw .wrongLength }
        var (file, purse) = try purse()
        let (number, time) = (Array(command.data[..<4]), Array(command.data[4..<11]))
        let counter = purse.offlineCounter
        let seed = begun.random + Self.two(counter) + number.suffix(2)
        let session = FMCOSCipher.encrypt(seed, begun.key)
        let order = Self.four(begun.amount) + [begun.type] + begun.terminal
        let code = FMCOSCipher.mac(order + time, session, start: FMCOSCipher.zeros)
        guard code == Array(command.data[11...]) else { throw .wrongMAC }
        purse.balance -= begun.amount
        purse.offlineCounter &+= 1
        let tac = try transactionCode(order + number + time)
        let answer = FMCOSCipher.mac(
            Self.four(begun.amount), session, start: FMCOSCipher.zeros)
        purse.proof = FMCOSPurse.Proof(type: begun.type, counter: counter, codes: answer + tac)
        directory.files[file].content = .purse(purse)
        note(begun, counter, time, purse)
        return tac + answer
    }

    /// GET TRANSACTION PROVE: whether the last transaction of a type and a counter was carried out.
    func giveProof(_ command: FMCOSCommand) throws(FMCOSStatus) -> [UInt8] {
        guard command.data.count == 2 else { throw .wrongLength }
        let counter = UInt16(command.data[0]) << 8 | UInt16(command.data[1])
        guard let proof = try purse().purse.proof, proof.type == command.p2,
            proof.counter == counter
        else { throw .noProof }
        return proof.codes
    }

    private func transactionCode(_ content: [UInt8]) throws(FMCOSStatus) -> [UInt8] {
        let key = try keyFile().keys.first { $0.kind == FMCOSKey.internalAuthentication }
        guard let key else { throw .purseKeyNotFound }
        return FMCOSCipher.mac(content, FMCOSCipher.folded(key.bytes), start: FMCOSCipher.zeros)
    }

    /// 23 bytes: counter, overdraft, amount, type, terminal, date and time.
    private func note(
        _ done: FMCOSTransaction, _ counter: UInt16, _ time: [UInt8], _ purse: FMCOSPurse
    ) {
        let log = directory.files.firstIndex { $0.identifier == UInt16(purse.logFile) }
        guard let log,
            case .cyclic(let records, let length, let limit) = directory.files[log].content
        else { return }
        let what = Self.four(done.amount) + [done.type] + done.terminal
        let record = Self.two(counter) + [0, 0, 0] + what + time
        let kept = ([record] + records).prefix(limit)
        directory.files[log].content = .cyclic(Array(kept), length: length, limit: limit)
    }

    private static func loadSession(_ begun: FMCOSTransaction, _ purse: FMCOSPurse) -> [UInt8] {
        FMCOSCipher.encrypt(begun.random + two(purse.onlineCounter) + [0x80, 0x00], begun.key)
    }

    private static func four(_ value: UInt32) -> [UInt8] {
        stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
    }

    private static func two(_ value: UInt16) -> [UInt8] {
        [UInt8(value >> 8), UInt8(value & 0xFF)]
    }
}
