internal import DeviceProtocols

/// What can go wrong between a unit with reports of its own and its host with one command. Each strikes when a good packet
/// arrives.
package enum CRTHIDFaultKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// The unit hears nothing: nothing done, no answer.
    case commandLost
    /// Done and answered, without an ACK before.
    case acknowledgeLost
    /// NAK of a good packet; nothing done.
    case goodPacketRefused
    /// A report that looks like a NAK comes first; done and answered.
    case falseRefusal
    /// The answer comes later than any host waits for it, and so does everything after it.
    case answerLate
    /// The answer comes twice.
    case answerDoubled
    /// One byte of the answer is changed.
    case answerGarbled
    /// The last report of the answer is lost.
    case answerCutOff
    /// The reports of an answer overtake each other. An answer of one report has no order.
    case reportsSwapped
    /// Each report of the answer comes twice.
    case reportsDoubled
    /// Done, and never an answer.
    case answerLost
    /// A good packet comes that answers another command.
    case answerToAnotherCommand
    /// Reports of an answer of before, among them one that begins a packet, come first.
    case staleReportsFirst
    /// The answer's status characters, or its code, are not in the table.
    case statusUnknown
    /// The unit does as told and answers, and hears nothing for a while afterwards.
    case busyForLong
    /// The unit does as told and answers, and forgets then that it was initialised.
    case initialisationForgotten
}

package typealias CRTHIDFaults = LineFaults<CRTHIDFaultKind>
