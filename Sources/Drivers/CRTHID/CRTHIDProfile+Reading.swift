internal import DeviceProtocols
internal import KioskCore
internal import KioskPorts

/// What a unit says in the kiosk's words. What is not certain is unknown.
extension CRTHIDProfile {
    func observation(
        _ status: CRTHIDStatus, _ sensors: CRTHIDSensors?, counters: [UInt8]?
    ) -> DispenserObservation {
        DispenserObservation(
            path: position(status, sensors), hopper: hopper(sensors), bin: bin(sensors),
            binCount: counters.flatMap(binCount), raw: status.raw + (sensors?.raw ?? []))
    }

    /// Where the card is by its status, doubted where a sensor of the path contradicts "none", and where more sensors see
    /// one than one card can cover: then a second card is in the path.
    func position(_ status: CRTHIDStatus, _ sensors: CRTHIDSensors?) -> CardPosition {
        switch status.card {
        case .inside?: showsSecondCard(sensors) ? .unknown : .atReadPosition
        case .atEntry?: showsSecondCard(sensors) ? .unknown : .atExit
        case CRTHIDCard.none?: isPathFree(sensors) ? .clear : .unknown
        case nil: .unknown
        }
    }

    private func showsSecondCard(_ sensors: CRTHIDSensors?) -> Bool {
        guard let sensors else { return false }
        return self.sensors.path.count { sensors.reports($0) == true } > 1
    }

    private func isPathFree(_ sensors: CRTHIDSensors?) -> Bool {
        guard let sensors else { return self.sensors.path.isEmpty }
        return self.sensors.path.allSatisfy { sensors.reports($0) == false }
    }

    func hopper(_ sensors: CRTHIDSensors?) -> HopperLevel {
        guard let sensors, let occupied = self.sensors.hopperOccupied,
            let low = self.sensors.hopperLow, let isOccupied = sensors.reports(occupied),
            let isLow = sensors.reports(low)
        else { return .unknown }
        return !isOccupied ? .empty : isLow ? .low : .enough
    }

    func bin(_ sensors: CRTHIDSensors?) -> BinLevel {
        guard let place = self.sensors.binFull, let isFull = sensors?.reports(place) else {
            return .unknown
        }
        return isFull ? .full : .room
    }

    /// Modulo 1000, as the kiosk counts.
    private func binCount(_ counters: [UInt8]) -> Int? {
        binCounter.flatMap {
            CRTHIDCounters.parse(counters, offset: $0.offset, digits: $0.digits)
        }.map { $0 % 1000 }
    }

    func command(for movement: DispenserMovement) -> CRTHIDCommand {
        let text =
            switch movement {
            case .feed: commands.feed
            case .present: commands.present
            case .retain: commands.retain
            }
        guard let bytes = HexText.bytes(text), bytes.count >= 2 else {
            preconditionFailure("a profile's commands were checked when it was read")
        }
        return CRTHIDCommand(bytes[0], bytes[1], data: Array(bytes.dropFirst(2)))
    }

    /// Whether a unit that refuses a motion with this code says that it did not begin.
    func saysNothingMoved(_ refusal: CRTHIDRefusal) -> Bool {
        refusal.code.map { standstillCodes.contains($0.rawValue) } ?? false
    }
}

extension CRTHIDRefusal {
    /// What a refusal means to the kiosk.
    var kind: DispenserFaultKind {
        switch code {
        case .liftJam, .feedJam, .feedTimedOut, .ejectJam: .jam
        case .slotSensor: .sensor
        case .pulledInFeed: .movedByHand
        case .motorPosition: .motor
        case .notInitialised: .notReset
        case .hopperEmpty: .hopperEmpty
        case .undefinedCommand, .parameter, .data, .cannotExecute, .doorOpen, .supplyLow,
            .supplyHigh, .memory, .slotNotAligned, .slotOccupied, .slotEmpty, .cardNotSaved, nil:
            .refused
        }
    }

    /// What it means of a motion: the place to which a card is retained is the bin.
    func kind(of movement: DispenserMovement) -> DispenserFaultKind {
        code == .slotOccupied && movement == .retain ? .binFull : kind
    }
}

extension DispenserMovement {
    /// What a unit that refuses the motion has met; nil for what is no trouble of the machine.
    func trouble(of refusal: CRTHIDRefusal) -> Trouble? {
        switch refusal.kind(of: self) {
        case .jam: refusal.code == .feedTimedOut ? .feedEmpty : jam
        case .hopperEmpty: .feedEmpty
        case .binFull: .binFull
        case .movedByHand: .cardPulled
        case .sensor: .sensorsDisagree
        case .notReset: .dispenserNotReset
        case .disconnected, .timedOut, .garbled, .notCommissioned, .motor, .wrongStock, .refused:
            nil
        }
    }
}
