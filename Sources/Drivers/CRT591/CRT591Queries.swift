internal import DeviceProtocols
internal import KioskCore
internal import KioskPorts

/// Commands that move nothing: queries and settings, which may be sent again.
struct CRT591Queries: Sendable {
    /// Sends of one query or setting (devices.md §2.3).
    static let sends = 3
    /// Between two sends.
    private static let pause = Duration.milliseconds(400)

    let line: CRT591Line
    let timeouts: CRT591Profile.Timeouts

    /// The answer to a query or a setting. Throws what went wrong with the last send.
    func ask(
        _ command: CRT591Command, answer: Duration? = nil
    ) async throws(DispenserLineFault) -> CRT591Reply {
        for _ in 1..<Self.sends {
            let result = await once(command, answer)
            guard mayAskAgain(result) else { return try result.get() }
            await pause()
            // A late answer would be taken for the next one.
            try await line.discard()
        }
        return try await once(command, answer).get()
    }

    private func once(
        _ command: CRT591Command, _ answer: Duration?
    ) async -> Result<CRT591Reply, DispenserLineFault> {
        do throws(DispenserLineFault) {
            return .success(
                try await line.exchange(
                    command, acknowledge: .milliseconds(timeouts.acknowledge),
                    answer: answer ?? .milliseconds(timeouts.query)))
        } catch {
            return .failure(error)
        }
    }

    private func mayAskAgain(_ result: Result<CRT591Reply, DispenserLineFault>) -> Bool {
        switch result {
        case .success(.positive): false
        // The packet arrived damaged and its check did not show it (code 04).
        case .success(.negative(let refusal, _)): refusal.code == .dataInPacket
        case .failure(.link): false
        case .failure(.notAcknowledged), .failure(.refused), .failure(.noAnswer),
            .failure(.garbled):
            true
        }
    }

    /// Text of an identifying query; empty if the unit refuses it.
    func text(_ command: CRT591Command) async throws(DispenserLineFault) -> String {
        switch try await ask(command) {
        case .positive(_, let data): IdentityText.read(data)
        case .negative: ""
        }
    }

    /// The unit's serial number, or nil if it tells none that can be read.
    func serialNumber() async throws(DispenserLineFault) -> String? {
        guard case .positive(_, let data) = try await ask(.serialNumber),
            let serial = CRT591SerialNumber.parse(data), !serial.isEmpty
        else { return nil }
        return IdentityText.read(serial)
    }

    /// Status, sensors and bin counter as one look, or the refusal of STATUS.
    func look(_ profile: CRT591Profile) async throws(DispenserLineFault) -> UnitLook {
        let status: CRT591Status
        switch try await ask(.status) {
        case .positive(let value, _): status = value
        case .negative(let refusal, _):
            return .refused(CRT591Failure(refusal).kind, code: refusal.description)
        }
        let sensors = try await positiveData(.sensors).map { CRT591Sensors($0) }
        let count = try await positiveData(.readBinCounter).flatMap(CRT591BinCounter.parse)
        return .seen(
            DispenserObservation(
                path: profile.position(status, sensors), hopper: profile.hopper(status),
                bin: profile.bin(status), binCount: count, raw: status.raw))
    }

    private func positiveData(_ command: CRT591Command) async throws(DispenserLineFault) -> [UInt8]?
    {
        switch try await ask(command) {
        case .positive(_, let data): data
        case .negative: nil
        }
    }

    private func pause() async {
        // A cancelled wait only asks again sooner.
        try? await line.clock.sleep(for: Self.pause)
    }
}

/// A unit's refusal as an error.
struct CRT591Failure: Error, Hashable {
    let refusal: CRT591Refusal

    init(_ refusal: CRT591Refusal) { self.refusal = refusal }

    /// What a refusal means to the kiosk (devices.md §2.5, third column).
    var kind: DispenserFaultKind {
        switch refusal.code {
        case .jam, .cannotReachReader, .cannotRecycle: .jam
        case .sensor: .sensor
        case .cardTooLong, .cardTooShort: .wrongStock
        case .solenoid, .motor: .motor
        case .movedByHand: .movedByHand
        case .stackerEmpty: .hopperEmpty
        case .binFull, .counterOverflow: .binFull
        case .notReset: .notReset
        case .undefinedCommand, .parameter, .sequence, .notSupportedByHardware, .dataInPacket,
            .contactNotReleased, .supplyShort, .activationFailed, .notSupportedByCard, .cardMute,
            .cardProtocol, .cardDisabled, .notSupportedByThisCard, .cardTransmission,
            .cardTimedOut, .notEMV, nil:
            .refused
        }
    }
}
