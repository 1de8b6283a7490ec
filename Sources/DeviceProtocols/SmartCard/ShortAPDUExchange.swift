/// A command with extended lengths over a reader that takes short ones only: command chaining towards the card, GET
/// RESPONSE back (ISO/IEC 7816-4, 5.1.1.1 and 7.6.1).
///
/// Not for a command that is short itself: that goes as it is, and its answer comes as it is.
package struct ShortAPDUExchange: CardExchange {
    /// Commands of one exchange: enough for the longest each way.
    package static let commandLimit = 1_024
    /// The bit of the class that says that the command goes on (ISO/IEC 7816-4, 5.1.1.1).
    private static let goesOn: UInt8 = 0x10

    private let command: CommandAPDU
    private var outgoing: [CommandAPDU]
    private var sent: CommandAPDU
    private var answer: [UInt8] = []
    private var sentCount = 0
    private var wasCorrected = false

    package init(_ command: CommandAPDU) {
        self.command = command
        let data = command.data
        let starts = Array(stride(from: 0, to: max(1, data.count), by: CommandAPDU.shortData))
        outgoing = starts.map { start in
            let piece = Array(data.dropFirst(start).prefix(CommandAPDU.shortData))
            guard start == starts[starts.count - 1] else {
                let cla = command.header[0] | Self.goesOn
                return CommandAPDU(
                    header: [cla] + command.header.dropFirst(), data: piece, expected: 0)
            }
            return CommandAPDU(
                header: command.header, data: piece,
                expected: min(command.expected, CommandAPDU.shortAnswer))
        }
        sent = outgoing[0]
    }

    package mutating func begin() -> CardStep { send(outgoing.removeFirst()) }

    private mutating func send(_ next: CommandAPDU) -> CardStep {
        guard sentCount < Self.commandLimit else { return .failed(.endless(commands: sentCount)) }
        sentCount += 1
        sent = next
        return .send(next.short)
    }

    package mutating func receive(_ response: [UInt8]) -> CardStep {
        guard response.count >= 2 else { return .failed(.noStatusWord(response.count)) }
        let status = ResponseStatus(of: response)
        let data = response.dropLast(2)
        guard data.count <= sent.expected else {
            return .failed(.tooMuch(received: data.count, limit: sent.expected))
        }
        if !outgoing.isEmpty {
            return status == .done ? send(outgoing.removeFirst()) : .answered(response)
        }
        answer += data
        let left = command.expected - answer.count
        switch status {
        case .more(let count) where left > 0:
            wasCorrected = false
            return send(.getResponse(after: command.header[0], expecting: min(count, left)))
        case .wrongLength(let count) where sent.data.isEmpty && !wasCorrected && data.isEmpty:
            // A command with data is not sent twice: the card may have acted on it.
            wasCorrected = true
            return send(CommandAPDU(header: sent.header, data: [], expected: count))
        case .done, .more, .wrongLength, .other:
            return .answered(answer + response.suffix(2))
        }
    }
}
