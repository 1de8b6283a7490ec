import CardPrimitives

/// Keys, their versions and settings.
extension VirtualDESFire {
    /// Index of the selected application; nil for the card itself.
    var applicationIndex: Int? {
        memory.applications.firstIndex { $0.identifier == selected }
    }

    private var settings: UInt8 {
        applicationIndex.map { memory.applications[$0].keySettings } ?? memory.keySettings
    }

    func key(number: UInt8) throws(ChipError) -> ChipKey {
        guard let index = applicationIndex else {
            guard number == 0 else { throw .noSuchKey }
            return memory.masterKey
        }
        let keys = memory.applications[index].keys
        guard Int(number) < keys.count else { throw .noSuchKey }
        return keys[Int(number)]
    }

    func keyVersion(_ body: [UInt8]) throws(ChipError) -> ChipReply {
        guard body.count == 1 else { throw .length }
        return ChipReply(data: [try key(number: body[0]).version])
    }

    func keySettings(_ body: [UInt8]) throws(ChipError) -> ChipReply {
        guard body.isEmpty else { throw .length }
        try requireMaster(unless: Settings.freeListing, in: settings)
        guard let index = applicationIndex else {
            return ChipReply(data: [settings, 1 | memory.masterKey.kind.rawValue])
        }
        let application = memory.applications[index]
        let keys = UInt8(application.keys.count) | application.keyKind.rawValue
        return ChipReply(data: [settings, keys])
    }

    func changeKeySettings(_ body: [UInt8]) throws(ChipError) -> ChipReply {
        guard body.count == 1 else { throw .length }
        guard isMaster, settings & Settings.settingsChangeable != 0 else {
            throw .permissionDenied
        }
        if let index = applicationIndex {
            memory.applications[index].keySettings = body[0]
        } else {
            memory.keySettings = body[0]
        }
        return ChipReply()
    }

    /// `slot ‖ E(…)`. The session's own key is replaced outright and the session ends; for another
    /// key the sender shows that it knows the old one, by the check sum over the new.
    func changeKey(_ payload: [UInt8]) throws(ChipError) -> ChipReply {
        guard let sessionKey, let slot = payload.first else { throw .authentication }
        let number = slot & 0x0F
        let old = try key(number: number)
        try requireRight(toChange: number)
        let kind = try newKind(slot)
        var clear = payload
        if case .ev2 = session { clear = try openMAC(payload) }
        let plain = try session.openKeyChange(Array(clear.dropFirst()))
        let isOwn = number == sessionKey
        let new = try newKey(kind, slot: slot, plain: plain, replacing: isOwn ? nil : old)
        if let index = applicationIndex {
            memory.applications[index].keys[Int(number)] = new
        } else {
            memory.masterKey = new
        }
        return ChipReply(endsSession: isOwn)
    }

    /// Takes the MAC off an EV2 key change.
    private func openMAC(_ payload: [UInt8]) throws(ChipError) -> [UInt8] {
        try session.open(0xC4, payload, header: payload.count - 8, .control)
    }

    /// Bit 0 of the settings guards the master key; the high nibble names the key that may change
    /// the others, E meaning each its own.
    private func requireRight(toChange number: UInt8) throws(ChipError) {
        if number == 0 {
            guard isMaster, settings & Settings.masterKeyChangeable != 0 else {
                throw .permissionDenied
            }
            return
        }
        let holder = settings >> 4
        guard holder != 0x0F, sessionKey == (holder == 0x0E ? number : holder) else {
            throw .permissionDenied
        }
    }

    private func newKind(_ slot: UInt8) throws(ChipError) -> ChipKey.Kind {
        if let index = applicationIndex { return memory.applications[index].keyKind }
        guard let kind = ChipKey.Kind(rawValue: slot & 0xC0) else { throw .parameter }
        return kind
    }

    private func newKey(
        _ kind: ChipKey.Kind, slot: UInt8, plain: [UInt8], replacing old: ChipKey?
    ) throws(ChipError) -> ChipKey {
        let length = kind.length + (kind == .aes ? 1 : 0)
        guard plain.count >= length else { throw .length }
        let keyPart = Array(plain[..<length])
        var bytes = Array(keyPart[..<kind.length])
        if let old {
            guard old.bytes.count == bytes.count else { throw .parameter }
            for index in bytes.indices { bytes[index] ^= old.bytes[index] }
        }
        let sums = keyChangeSums(slot: slot, keyPart: keyPart, newKey: old == nil ? nil : bytes)
        let rest = Array(plain[length...])
        guard rest.starts(with: sums), rest[sums.count...].allSatisfy({ $0 == 0 }) else {
            throw .integrity
        }
        return ChipKey(
            kind: kind, bytes: bytes,
            version: kind == .aes ? keyPart[length - 1] : ChipKey.parityVersion(bytes))
    }

    /// What must follow the key in the cryptogram: D40 and EV1 sum up the command, all sum up
    /// another key.
    private func keyChangeSums(slot: UInt8, keyPart: [UInt8], newKey: [UInt8]?) -> [UInt8] {
        switch session {
        case .none: []
        case .legacy:
            CyclicRedundancy.typeA16(keyPart) + (newKey.map(CyclicRedundancy.typeA16) ?? [])
        case .ev1:
            CyclicRedundancy.jam32([0xC4, slot] + keyPart)
                + (newKey.map(CyclicRedundancy.jam32) ?? [])
        case .ev2: newKey.map(CyclicRedundancy.jam32) ?? []
        }
    }
}
