internal import DeviceProtocols
internal import KioskPorts

/// What the host hears.
extension FaultyCable {
    /// More than one read of any host takes: libccid's and ours are 64 KiB at most.
    private static let oversize = 70_000
    private static let noise = [UInt8](repeating: 0xA5, count: 24)

    mutating func say(
        _ model: any SimulatedUSBDevice, capacity: Int, now: Duration
    ) -> SimulatedInAnswer {
        if isInHalted { return .stall }
        switch mode {
        case .dead: return .nothingYet
        case .hanging:
            keepLateAnswer(model, capacity, now)
            return .nothingYet
        case .extending(let heard, let next) where next <= now:
            own.append((next, heard.reply(.wantsTime(multiplier: 1))))
            mode = .extending(heard, next: now + Self.extensionPause)
        case .fine, .extending, .busy: break
        }
        if let first = own.first, first.due <= now {
            own.removeFirst()
            return .bytes(first.bytes)
        }
        guard holdsBackUntil <= now else { return .nothingYet }
        return pass(model, capacity, now)
    }

    /// The model's answer, as it arrives.
    private mutating func pass(
        _ model: any SimulatedUSBDevice, _ capacity: Int, _ now: Duration
    ) -> SimulatedInAnswer {
        let answer = model.send(
            on: CCIDReaderDescriptors.bulkIn, capacity: capacity, now: now)
        guard case .bytes(let bytes) = answer else { return answer }
        if dropped > 0 {
            dropped -= 1
            return pass(model, capacity, now)
        }
        if let late, !late.isEmpty {
            self.late = nil
            own.append((now, late))
        }
        guard let alteration else { return answer }
        self.alteration = nil
        let transfers = Self.altered(bytes, by: alteration)
        own += transfers.dropFirst().map { (now, $0) }
        return .bytes(transfers[0])
    }

    /// The card's answer to the command that an abort is to end.
    private mutating func keepLateAnswer(
        _ model: any SimulatedUSBDevice, _ capacity: Int, _ now: Duration
    ) {
        guard let late, late.isEmpty else { return }
        let answer = model.send(
            on: CCIDReaderDescriptors.bulkIn, capacity: capacity, now: now)
        if case .bytes(let bytes) = answer { self.late = bytes }
    }

    /// The transfers that take the place of one answer; at least one.
    private static func altered(_ bytes: [UInt8], by kind: ReaderFaultKind) -> [[UInt8]] {
        switch kind {
        case .staleAnswerFirst: return [changed(bytes, at: 6) { $0 &- 1 }, bytes]
        case .wrongSequence: return [changed(bytes, at: 6) { $0 &- 1 }]
        case .wrongSlot: return [changed(bytes, at: 5) { $0 &+ 1 }]
        case .wrongLength: return [changed(bytes, at: 1) { $0 &+ 1 }]
        case .oversizedAnswer: return [bytes + Array(repeating: 0, count: oversize)]
        case .truncatedAnswer: return [Array(bytes.prefix(bytes.count / 2))]
        case .duplicateAnswer: return [bytes, bytes]
        case .emptyPacketsFirst: return [[], [], bytes]
        case .garbage: return [noise]
        case .stallsIn, .stallsOut, .extendsForever, .extendsThenAnswers, .answersAfterAbort,
            .fails, .busyBriefly, .busyUntilReset, .cardMute, .hardwareError, .silentOnce,
            .hangsUntilAbort, .hangsUntilHaltCleared, .hangsUntilPowerOff, .hangsUntilReset,
            .dead:
            preconditionFailure("\(kind) changes no answer")
        }
    }

    private static func changed(
        _ bytes: [UInt8], at offset: Int, _ change: (UInt8) -> UInt8
    ) -> [UInt8] {
        var bytes = bytes
        bytes[offset] = change(bytes[offset])
        return bytes
    }
}
