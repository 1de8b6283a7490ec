internal import DeviceProtocols

/// What can go wrong between a CRT-591 unit and its host with one command. Each strikes when a good packet arrives.
package enum CRT591FaultKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// The unit hears nothing: no ACK, nothing done, no answer.
    case commandLost
    /// Done and answered, without an ACK before.
    case acknowledgeLost
    /// NAK of a good packet; nothing done.
    case goodPacketRefused
    /// Noise that looks like a NAK comes before the ACK; done and answered.
    case falseRefusal
    /// The answer comes later than any host waits for it, and so does everything after it.
    case answerLate
    /// The answer comes twice.
    case answerDoubled
    /// One byte of the answer is changed; a repetition is good.
    case answerGarbled
    /// One byte of the answer is changed in every repetition.
    case answerAlwaysGarbled
    /// The answer breaks off in the middle; a repetition is whole.
    case answerTruncated
    /// ACK, done, and never an answer.
    case answerLost
    /// A good packet comes that answers another command.
    case answerToAnotherCommand
    /// A good packet comes that carries another unit's address.
    case answerFromAnotherAddress
    /// Noise, with bytes in it that begin packets, acknowledge and refuse, comes before the answer.
    case noiseBeforeAnswer
    /// The answer's status bytes, or its code, are not in the document.
    case statusUnknown
    /// The unit does as told and answers, and hears nothing for a while afterwards.
    case busyForLong
    /// The unit does as told and answers, and forgets then that it was initialised.
    case initialisationForgotten
}

extension LineOccasion {
    /// The class of a CRT-591 command.
    init(_ command: CRT591Command) {
        switch (command.command, command.parameter) {
        case (0x32, _), (0x30, 0x30), (0x30, 0x31), (0x30, 0x34), (0x30, 0x35): self = .motion
        case (0x30, _), (0x33, _), (0xA5, 0x31): self = .setup
        case (_, _): self = .query
        }
    }
}
