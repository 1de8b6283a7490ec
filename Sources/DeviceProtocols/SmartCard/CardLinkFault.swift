/// Why a card's protocol came to no answer. The reader itself is well.
package enum CardLinkFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The answer to reset cannot be read.
    case answerToReset(AnswerToResetFault)
    /// Card and reader have no protocol in common; those that the card offers.
    case noProtocol(offered: [UInt8])
    /// The card did not confirm the protocol and speed that were asked for.
    case selectionRefused
    /// A command that fits none of the cases of ISO/IEC 7816-3.
    case command(CommandAPDUFault)
    /// A response too short for a status word, in bytes.
    case noStatusWord(Int)
    /// More bytes than were asked for.
    case tooMuch(received: Int, limit: Int)
    /// T=0: a procedure byte that the standard does not have.
    case procedureByte(UInt8)
    /// T=0: the card only asked for time.
    case nothingButNull(Int)
    /// An answer in more pieces than any needs.
    case endless(commands: Int)
    /// T=1: reader and card could not be synchronised in so many tries.
    case notSynchronised(tries: Int)
    /// T=1: the answer to a command that the card may have carried out was lost.
    case answerLost
    /// T=1: the card gave up the exchange.
    case abortedByCard
    /// T=1: the card only asked for time.
    case nothingButExtensions(Int)
    /// T=1: more blocks than any exchange needs.
    case tooManyBlocks(Int)

    package var description: String {
        switch self {
        case .answerToReset(let fault): "the answer to reset is no use: \(fault)"
        case .noProtocol(let offered):
            "the card offers T=\(offered.map { "\($0)" }.joined(separator: ", T="))"
                + ", of which the reader has none"
        case .selectionRefused: "the card did not confirm its protocol"
        case .command(let fault): "no command of ISO/IEC 7816-3: \(fault)"
        case .noStatusWord(let count): "a response of \(count) bytes"
        case .tooMuch(let received, let limit): "\(received) bytes of at most \(limit)"
        case .procedureByte(let byte):
            "procedure byte \(String(byte, radix: 16, uppercase: true))"
        case .nothingButNull(let count): "nothing but \(count) requests for time"
        case .endless(let commands): "an answer in more than \(commands) pieces"
        case .notSynchronised(let tries): "no synchronisation in \(tries) tries"
        case .answerLost: "the answer was lost; whether the card acted is not known"
        case .abortedByCard: "the card gave up the exchange"
        case .nothingButExtensions(let count): "more than \(count) requests for time"
        case .tooManyBlocks(let count): "more than \(count) blocks"
        }
    }
}

/// A command on its way to a card in as many pieces as it takes. One call begins it, and each answer of the card gives the
/// next step, until the whole response or a fault.
package protocol CardExchange: Sendable {
    mutating func begin() -> CardStep
    mutating func receive(_ response: [UInt8]) -> CardStep
}

/// What a card's protocol wants next.
package enum CardStep: Hashable, Sendable {
    /// To the card; its answer is the next input.
    case send([UInt8])
    /// The whole response with its status word.
    case answered([UInt8])
    case failed(CardLinkFault)
}
