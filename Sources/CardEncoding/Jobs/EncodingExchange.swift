/// What the owner of the card channel tells a job.
package enum EncodingInput: Hashable, Sendable {
    /// Begin. The first input, once.
    case begin
    /// The field was reset and the card activated anew.
    case fieldReset
    /// The checkpoint is on disk.
    case recorded
    /// The card's answer to the APDU, status word included.
    case answer([UInt8])
    /// The card, or the reader, did not answer, or could not be activated. Never resend on your
    /// own.
    case lost
}

/// What a job asks of the owner of the card channel.
package enum EncodingOutput<Facts: Hashable & Sendable>: Hashable, Sendable {
    /// Send this once. Answer with `answer` or `lost`. The APDU may hold a cryptogram of a key:
    /// never record it.
    case transmit(apdu: [UInt8], step: EncodingStep)
    /// Put this on disk, then answer `recorded`.
    case checkpoint(EncodingCheckpoint)
    /// Reset the field and activate the card anew. Answer with `fieldReset` or `lost`.
    case resetField
    case done(Facts)
    case fault(EncodingFault)
}

extension EncodingInput: CustomStringConvertible {
    /// The kind of input, without an answer's bytes.
    package var description: String {
        switch self {
        case .begin: "begin"
        case .fieldReset: "fieldReset"
        case .recorded: "recorded"
        case .answer(let response): "answer(\(response.count) bytes)"
        case .lost: "lost"
        }
    }
}

extension EncodingOutput: CustomStringConvertible {
    /// The kind of request, without an APDU's bytes.
    package var description: String {
        switch self {
        case .transmit(let apdu, let step): "transmit(\(step), \(apdu.count) bytes)"
        case .checkpoint(let checkpoint): "checkpoint(\(checkpoint.rawValue))"
        case .resetField: "resetField"
        case .done(let facts): "done(\(facts))"
        case .fault(let fault): "fault(\(fault))"
        }
    }
}
