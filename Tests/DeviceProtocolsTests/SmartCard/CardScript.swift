import DeviceProtocols
import Testing

/// A dialogue with a card, line by line: what is sent, and what the card says to it, in hexadecimal.
enum CardScript {
    /// Plays the card's lines and expects the others.
    /// - Parameters:
    ///   - first: what the machine began with.
    ///   - lines: sent and answered in turns.
    ///   - receive: gives the machine an answer.
    /// - Returns: the step after the last answer.
    static func play(
        _ first: CardStep, _ lines: [(sent: String, answered: String)],
        sourceLocation: SourceLocation = #_sourceLocation, receive: ([UInt8]) -> CardStep
    ) -> CardStep {
        var step = first
        for line in lines {
            #expect(
                step == .send(CRT591Vectors.bytes(line.sent)), "\(line.sent)",
                sourceLocation: sourceLocation)
            step = receive(CRT591Vectors.bytes(line.answered))
        }
        return step
    }
}
