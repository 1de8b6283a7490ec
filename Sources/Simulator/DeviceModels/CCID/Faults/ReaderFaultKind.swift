/// What can go wrong with a reader on its cable. Each says what the host sees; the card carries the command out unless it
/// says otherwise.
package enum ReaderFaultKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// An answer of an earlier command comes first, then the right one.
    case staleAnswerFirst
    /// The answer bears the sequence number of the command before; no other follows.
    case wrongSequence
    /// The answer bears another slot's number; no other follows.
    case wrongSlot
    /// dwLength of the answer is one more than its bytes.
    case wrongLength
    /// The answer is followed by more bytes than any buffer of the host takes.
    case oversizedAnswer
    /// Half of the answer.
    case truncatedAnswer
    /// The answer comes twice.
    case duplicateAnswer
    /// Zero-length packets come first, then the answer.
    case emptyPacketsFirst
    /// 24 bytes that are no message take the place of the answer.
    case garbage
    /// The bulk IN endpoint halts in place of the answer.
    case stallsIn
    /// The bulk OUT endpoint halts; the command is not taken.
    case stallsOut
    /// The reader asks for time until it is aborted; the card never sees the command.
    case extendsForever
    /// The reader asks for time three times, then answers.
    case extendsThenAnswers
    /// No answer; the reader then hears nothing but an abort. The answer comes after the abort's own.
    case answersAfterAbort
    /// The command fails with the planned error; the card never sees it.
    case fails
    /// The slot is busy for three commands; the card sees none of them.
    case busyBriefly
    /// The slot is busy for every command until the device is reset.
    case busyUntilReset
    /// The card falls silent and loses its session: error FE, card inactive.
    case cardMute
    /// Error FB, and a hardware error on the interrupt endpoint; the card never sees the command.
    case hardwareError
    /// No answer; the card never sees the command. The next one is answered.
    case silentOnce
    /// The reader hears nothing but an abort.
    case hangsUntilAbort
    /// The reader hears nothing until the host clears the halt of its IN endpoint.
    case hangsUntilHaltCleared
    /// The reader hears nothing but power-off.
    case hangsUntilPowerOff
    /// The reader hears nothing until the device is reset or plugged in anew.
    case hangsUntilReset
    /// The reader never says anything again.
    case dead
}

/// The kinds of moments at which a reader's faults can strike; each kind is counted from 1.
package enum ReaderOccasion: String, Hashable, Sendable, Codable, CaseIterable,
    CodingKeyRepresentable
{
    /// A question for the slot's status arrives.
    case statusQuery
    /// A power-on arrives.
    case powerOn
    /// A block for the card arrives.
    case exchange
}
