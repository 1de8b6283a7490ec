package import CampusCard
package import CardPrimitives

/// A DESFire card with a memory that outlives power and cryptography of its own.
///
/// It answers ISO-wrapped commands (`90 INS 00 00 …`). Each write to its memory is atomic except in
/// a standard file; power may be taken away between any two APDUs (`fieldLost`) or within one
/// (`tear`). Its EV1 bytes are checked against a real card's transcript, its EV2 bytes against
/// NXP's published examples; no claim is made on timing.
package final class VirtualDESFire {
    /// What survives without power.
    package internal(set) var memory: ChipMemory
    var random: any RandomSource
    /// Data bytes in one answer frame: what its reader's buffer takes, and at most what it has itself.
    let answerChunk: Int
    private var isPowered = false

    // Everything below is lost with the field.
    var selected: UInt32 = 0
    var session = ChipSession.none
    /// The key that the session was opened with, on the card or application that is selected.
    var sessionKey: UInt8?
    /// Uncommitted contents of backup and value files, by file number.
    var pending: [UInt8: ChipFile.Content] = [:]
    /// Record files to which this transaction has added a record.
    var openRecords: Set<UInt8> = []
    var exchange = Exchange.none

    /// A command or answer that spans several frames.
    enum Exchange {
        case none
        case command(UInt8, [UInt8], expected: Int)
        case answer([[UInt8]])
        case handshake(ChipHandshake)
    }

    /// - Parameter answerChunk: data bytes in one answer frame, where its reader takes fewer than it can send.
    package init(memory: ChipMemory, random: any RandomSource, answerChunk: Int? = nil) {
        self.memory = memory
        self.random = random
        let own = memory.generation.answerChunk
        self.answerChunk = min(answerChunk ?? own, own)
    }

    /// A chip as delivered.
    package convenience init(
        uid: CardUID, generation: ChipGeneration = .ev2, random: any RandomSource,
        answerChunk: Int? = nil
    ) {
        self.init(
            memory: ChipMemory(uid: uid, generation: generation), random: random,
            answerChunk: answerChunk)
    }

    package var uid: CardUID { memory.uid }

    /// Brings the chip into the field, or resets it there.
    /// - Returns: its UID of the anticollision and its answer to select (ISO/IEC 14443-4).
    package func activate() -> (uid: [UInt8], ats: [UInt8]) {
        fieldLost()
        isPowered = true
        let shown = memory.hasRandomUID ? [0x08] + random.bytes(3) : memory.uid.bytes
        return (shown, [0x06, 0x75, 0x77, 0x81, 0x02, 0x80])
    }

    /// Takes the field away: sessions and uncommitted writes are gone.
    package func fieldLost() {
        isPowered = false
        endSession()
        selected = 0
        exchange = .none
    }

    /// The answer to a command APDU, status word included; nothing when the chip has no field.
    package func transmit(_ apdu: [UInt8]) -> [UInt8] {
        guard isPowered else { return [] }
        guard apdu.count >= 5, apdu[0] == 0x90 else { return refuseForeign(apdu) }
        guard apdu[2] == 0, apdu[3] == 0, apdu.last == 0 else { return [0x6A, 0x86] }
        let data = Array(apdu.dropFirst(5).dropLast())
        guard apdu.count == 5 || Int(apdu[4]) == data.count else { return [0x67, 0x00] }
        do throws(ChipError) {
            return try frame(apdu[1], data)
        } catch {
            endSession()
            exchange = .none
            return [0x91, error.status]
        }
    }

    /// Takes the field away while the chip works on a command. A write to a standard file leaves
    /// random bytes; what any other write leaves, `outcome` says.
    package func tear(_ apdu: [UInt8], leaving outcome: TornWrite) {
        let before = memory
        _ = transmit(apdu)
        let instruction = apdu.count > 1 ? apdu[1] : 0
        if memory != before {
            if [0x3D, 0x8D, 0xAF].contains(instruction) {
                scrambleStandardFiles(differingFrom: before)
            } else {
                memory = left(of: memory, since: before, outcome)
            }
        }
        fieldLost()
    }

    private func left(
        of after: ChipMemory, since before: ChipMemory, _ outcome: TornWrite
    ) -> ChipMemory {
        switch outcome {
        case .undone: before
        case .done: after
        case .damaged: after.damaged(since: before) ?? before
        }
    }

    private func refuseForeign(_ apdu: [UInt8]) -> [UInt8] {
        endSession()
        exchange = .none
        return apdu.starts(with: [0x00, 0xA4]) ? [0x6A, 0x82] : [0x6E, 0x00]
    }

    /// One bit of its memory turns over: in the last byte of the first backup file.
    package func spoil() { spoil(backup: 0) }

    /// One bit in the last byte of a backup file turns over.
    /// - Parameter place: of the file among the backup files, from 0.
    package func spoil(backup place: Int) { memory.spoil(backup: place) }

    func endSession() {
        session = .none
        sessionKey = nil
        dropPending()
    }

    /// Forgets what was not committed.
    func dropPending() {
        pending = [:]
        openRecords = []
    }

    private func scrambleStandardFiles(differingFrom before: ChipMemory) {
        for application in memory.applications.indices {
            for file in memory.applications[application].files.indices {
                let content = memory.applications[application].files[file].content
                guard case .standard(let bytes) = content,
                    before.applications[application].files[file].content != content
                else { continue }
                memory.applications[application].files[file].content =
                    .standard(random.bytes(bytes.count))
            }
        }
    }
}
