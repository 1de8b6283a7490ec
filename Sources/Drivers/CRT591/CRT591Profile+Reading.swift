internal import DeviceProtocols
internal import KioskCore
internal import KioskPorts

/// What a unit said of itself.
struct CRT591Identity: Hashable, Sendable {
    let revision: String
    let firmware: String
    let configuration: String
    let serialNumber: String?
}

extension CRT591Profile {
    func matches(_ unit: CRT591Identity) -> Bool {
        let asked = [
            (identity.revision, unit.revision), (identity.firmware, unit.firmware),
            (identity.configuration, unit.configuration),
        ].filter { $0.0 != nil }
        return !asked.isEmpty && asked.allSatisfy { $0.0 == $0.1 }
    }

    var initialise: CRT591Command { command(commands.initialise) }
    var disableEntry: CRT591Command { command(commands.disableEntry) }

    func command(for movement: CRT591Movement) -> CRT591Command {
        switch movement {
        case .feed: command(commands.feed)
        case .present: command(commands.present)
        case .retain: command(commands.retain)
        }
    }

    private func command(_ text: String) -> CRT591Command {
        guard let bytes = HexText.bytes(text), bytes.count == 2 else {
            preconditionFailure("a profile's commands were checked when it was read")
        }
        return CRT591Command(bytes[0], bytes[1])
    }

    /// Where the card is by st0, doubted where a sensor of the path contradicts "none", and where more
    /// sensors are dark than one card can cover: then a second card is in the path.
    func position(_ status: CRT591Status, _ sensors: CRT591Sensors?) -> CardPosition {
        switch status.card {
        case .atReader?: showsSecondCard(sensors) ? .unknown : .atReadPosition
        case .atGate?: showsSecondCard(sensors) ? .unknown : .atExit
        case CRT591Card.none?: pathIsDark(sensors) ? .clear : .unknown
        case nil: .unknown
        }
    }

    private func showsSecondCard(_ sensors: CRT591Sensors?) -> Bool {
        guard let states = sensors?.states else { return false }
        return pathSensors.count { states.indices.contains($0) && states[$0] == true } > 1
    }

    private func pathIsDark(_ sensors: CRT591Sensors?) -> Bool {
        guard let states = sensors?.states else { return pathSensors.isEmpty }
        return pathSensors.allSatisfy { states.indices.contains($0) && states[$0] == false }
    }

    func hopper(_ status: CRT591Status) -> HopperLevel {
        switch status.stacker {
        case .empty: .empty
        case .few: .low
        case .enough: .enough
        case nil: .unknown
        }
    }

    func bin(_ status: CRT591Status) -> BinLevel {
        if status.st2 == CRT591Bin.notFull.rawValue { return .room }
        return binFull.contains { HexText.bytes($0) == [status.st2] } ? .full : .unknown
    }
}
