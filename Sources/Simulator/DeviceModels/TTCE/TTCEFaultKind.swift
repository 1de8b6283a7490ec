/// What can go wrong between a TTCE unit and its host with one command. Each is drawn when a good packet arrives.
package enum TTCEFaultKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// The unit hears nothing of the packet: no ACK.
    case commandLost
    /// The unit has the packet, without an ACK.
    case acknowledgeLost
    /// The ACK comes later than any host waits for it.
    case acknowledgeLate
    /// NAK of a good packet, which is forgotten.
    case goodPacketRefused
    /// Noise that looks like a NAK comes before the ACK.
    case falseRefusal
    /// The unit does not hear the ENQ, and still has the packet.
    case enquiryLost
    /// Everything from here on fails once: ACK, done, and no answer.
    case answerLost
    /// The answer comes later than any host waits for it.
    case answerLate
    case answerDoubled
    /// One byte of the answer is changed.
    case answerGarbled
    /// The answer breaks off in the middle.
    case answerTruncated
    /// A good packet comes that answers another command.
    case answerToAnotherCommand
    /// A good packet comes that carries another unit's address.
    case answerFromAnotherAddress
    /// Noise, with bytes in it that begin packets, acknowledge and refuse, comes before the answer.
    case noiseBeforeAnswer
    /// The state's characters are not nibbles.
    case stateUnreadable
    /// The state says for a while that the unit dispenses, whatever it does.
    case stateStuck
    /// The unit does as told, and hears nothing for a while afterwards.
    case busyForLong
}

package typealias TTCEFaults = LineFaults<TTCEFaultKind>
