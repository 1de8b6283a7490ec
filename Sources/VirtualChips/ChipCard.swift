import CampusCard

/// Commands on the card itself.
extension VirtualDESFire {
    /// Applications on one card (status CE above).
    private static let applicationLimit = 28

    /// The card's settings bits.
    enum Settings {
        static let masterKeyChangeable: UInt8 = 0x01
        static let freeListing: UInt8 = 0x02
        static let freeCreation: UInt8 = 0x04
        static let settingsChangeable: UInt8 = 0x08
    }

    /// Whether the session was opened with the master key of what is selected.
    var isMaster: Bool { sessionKey == 0 }

    func requireMaster(unless setting: UInt8, in settings: UInt8) throws(ChipError) {
        if settings & setting != 0 || isMaster { return }
        throw sessionKey == nil ? .authentication : .permissionDenied
    }

    /// Hardware, software, UID, batch, week and year. A chip with a random UID shows zeros.
    var version: [UInt8] {
        let hardware =
            [0x04, 0x01, 0x01] + memory.generation.hardware + [memory.storage, 0x05]
        let software =
            [0x04, 0x01, 0x01] + memory.generation.software + [memory.storage, 0x05]
        let uid =
            memory.hasRandomUID && sessionKey == nil
            ? [UInt8](repeating: 0, count: 7) : memory.uid.bytes
        return hardware + software + uid + memory.production
    }

    func cardUID(_ body: [UInt8]) throws(ChipError) -> ChipReply {
        guard body.isEmpty else { throw .length }
        guard sessionKey != nil else { throw .authentication }
        return ChipReply(data: memory.uid.bytes, protection: .full)
    }

    /// EV2 and later. Its parameter is zero.
    func readSignature(_ body: [UInt8]) throws(ChipError) -> ChipReply {
        guard memory.generation != .ev1 else { throw .illegalCommand }
        guard body.count == 1 else { throw .length }
        guard body == [0x00] else { throw .parameter }
        return ChipReply(data: memory.signature ?? [UInt8](repeating: 0, count: 56))
    }

    func select(_ payload: [UInt8]) throws(ChipError) -> ChipReply {
        guard payload.count == 3 else { throw .length }
        let identifier = UInt32(Self.number(payload))
        let isKnown =
            identifier == 0 || memory.applications.contains { $0.identifier == identifier }
        selected = isKnown ? identifier : 0
        guard isKnown else { throw .applicationNotFound }
        if let index = applicationIndex, memory.applications[index].isDamaged {
            selected = 0
            throw .applicationIntegrity
        }
        return ChipReply(endsSession: true)
    }

    func listApplications(_ body: [UInt8]) throws(ChipError) -> ChipReply {
        guard body.isEmpty else { throw .length }
        guard selected == 0 else { throw .permissionDenied }
        try requireMaster(unless: Settings.freeListing, in: memory.keySettings)
        return ChipReply(
            data: memory.applications.flatMap { Self.bytes(Int($0.identifier), count: 3) })
    }

    /// Plain applications and those with ISO names; of the latter only the length is looked at.
    func createApplication(_ body: [UInt8]) throws(ChipError) -> ChipReply {
        guard body.count >= 5 else { throw .length }
        guard selected == 0 else { throw .permissionDenied }
        try requireMaster(unless: Settings.freeCreation, in: memory.keySettings)
        let identifier = UInt32(Self.number(body[..<3]))
        let count = Int(body[4] & 0x0F)
        guard identifier != 0, (1...14).contains(count),
            let kind = ChipKey.Kind(rawValue: body[4] & 0xC0)
        else { throw .parameter }
        guard !memory.applications.contains(where: { $0.identifier == identifier }) else {
            throw .duplicate
        }
        guard memory.applications.count < Self.applicationLimit else { throw .count }
        let application = ChipApplication(
            identifier: identifier, keySettings: body[3], keyKind: kind,
            keys: [ChipKey](repeating: .zero(kind), count: count))
        try store { $0.applications.append(application) }
        return ChipReply()
    }

    func deleteApplication(_ body: [UInt8]) throws(ChipError) -> ChipReply {
        guard body.count == 3 else { throw .length }
        guard selected == 0 else { throw .permissionDenied }
        guard isMaster else { throw sessionKey == nil ? .authentication : .permissionDenied }
        let identifier = UInt32(Self.number(body))
        guard let index = memory.applications.firstIndex(where: { $0.identifier == identifier })
        else { throw .applicationNotFound }
        memory.applications.remove(at: index)
        return ChipReply()
    }

    /// Deletes all applications; the master key and the card's settings stay.
    func format(_ body: [UInt8]) throws(ChipError) -> ChipReply {
        guard body.isEmpty else { throw .length }
        guard selected == 0, !memory.isFormatDisabled else { throw .permissionDenied }
        guard isMaster else { throw .authentication }
        memory.applications = []
        return ChipReply()
    }

    /// Option 00: bit 0 forbids formatting, bit 1 turns the random UID on; neither can be taken
    /// back.
    func setConfiguration(_ body: [UInt8]) throws(ChipError) -> ChipReply {
        guard body.count == 2 else { throw .length }
        guard selected == 0, isMaster else { throw .permissionDenied }
        guard body[0] == 0x00 else { throw .parameter }
        memory.isFormatDisabled = memory.isFormatDisabled || body[1] & 0x01 != 0
        memory.hasRandomUID = memory.hasRandomUID || body[1] & 0x02 != 0
        return ChipReply()
    }

    /// Changes the memory as a whole, or not at all when there is no room.
    func store(_ change: (inout ChipMemory) -> Void) throws(ChipError) {
        var changed = memory
        change(&changed)
        guard changed.freeBytes >= 0 else { throw .outOfMemory }
        memory = changed
    }
}
