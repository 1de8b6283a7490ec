/// One command APDU over T=0, in as many TPDUs as it takes (ISO/IEC 7816-3, 12.2).
///
/// T=0 moves data in one direction at a time and at most 255 bytes towards the card. So a command that sends and expects is
/// two TPDUs, a long answer is fetched by GET RESPONSE as long as the card says that more is there (61xx), a wrong length
/// (6Cxx) is corrected once, and a long command goes in envelopes.
package struct T0Exchange: CardExchange {
    /// TPDUs of one command: enough for the longest each way, at a byte short of the least that a card would give.
    package static let commandLimit = 1_024

    private let command: CommandAPDU
    /// TPDUs towards the card, which are still to be sent.
    private var outgoing: [[UInt8]]
    private var answer: [UInt8] = []
    private var sent: [UInt8] = []
    private var sentCount = 0
    /// The TPDU under way fetches an answer of which the card has not said that it is there; this stands if it is not.
    private var fallback: [UInt8]?
    private var wasCorrected = false

    package init(_ apdu: [UInt8]) throws(CardLinkFault) {
        do throws(CommandAPDUFault) {
            command = try CommandAPDU(apdu)
        } catch {
            throw .command(error)
        }
        if command.data.count > CommandAPDU.shortData {
            outgoing = Self.envelopes(apdu, cla: command.header[0])
        } else if command.data.isEmpty {
            // Case 1 says so with a length of 0; 256 and more are 0 as well.
            let asked = min(command.expected, CommandAPDU.shortAnswer)
            outgoing = [command.header + [UInt8(truncatingIfNeeded: asked)]]
        } else {
            outgoing = [command.header + [UInt8(command.data.count)] + command.data]
        }
    }

    /// ENVELOPE (ISO/IEC 7816-4, 7.6.2): the command itself is the data.
    private static func envelopes(_ apdu: [UInt8], cla: UInt8) -> [[UInt8]] {
        stride(from: 0, to: apdu.count, by: CommandAPDU.shortData).map { start in
            let piece = apdu[start..<min(start + CommandAPDU.shortData, apdu.count)]
            return [cla, 0xC2, 0, 0, UInt8(piece.count)] + piece
        }
    }

    package mutating func begin() -> CardStep { send(outgoing.removeFirst()) }

    private mutating func send(_ tpdu: [UInt8]) -> CardStep {
        guard sentCount < Self.commandLimit else { return .failed(.endless(commands: sentCount)) }
        sentCount += 1
        sent = tpdu
        return .send(tpdu)
    }

    /// - Parameter response: what the card sent, and its status word.
    package mutating func receive(_ response: [UInt8]) -> CardStep {
        guard response.count >= 2 else { return .failed(.noStatusWord(response.count)) }
        let data = response.dropLast(2)
        guard data.count <= room else {
            return .failed(.tooMuch(received: data.count, limit: room))
        }
        let status = ResponseStatus(of: response)
        if !outgoing.isEmpty {
            return status == .done ? send(outgoing.removeFirst()) : .answered(response)
        }
        if case .wrongLength(let count) = status, isFetching, !wasCorrected, data.isEmpty {
            wasCorrected = true
            return send(sent.prefix(4) + [UInt8(truncatingIfNeeded: count)])
        }
        wasCorrected = false
        if let fallback, case .other = status {
            // It has nothing to say, and refused the question.
            return .answered(fallback)
        }
        fallback = nil
        answer += data
        return goOn(status, Array(response.suffix(2)))
    }

    private mutating func goOn(_ status: ResponseStatus, _ word: [UInt8]) -> CardStep {
        let left = command.expected - answer.count
        switch status {
        case .more(let count) where left > 0:
            return fetch(min(count, left))
        case .done where !isFetching && left > 0 && answer.isEmpty:
            fallback = word
            return fetch(left)
        case .done, .more, .wrongLength, .other: return .answered(answer + word)
        }
    }

    private mutating func fetch(_ count: Int) -> CardStep {
        send(CommandAPDU.getResponse(after: command.header[0], expecting: count).short)
    }

    /// The TPDU under way brings data; all others have a length and data behind their header.
    private var isFetching: Bool { sent.count == 5 && command.expected > 0 }

    /// How much the card may send now. Some readers pass on the answer of a command that was to send only.
    private var room: Int {
        guard isFetching else { return command.expected }
        return sent[4] == 0 ? CommandAPDU.shortAnswer : Int(sent[4])
    }
}
