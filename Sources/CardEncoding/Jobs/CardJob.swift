package import CardPrimitives

/// One job on one card as a machine without I/O: an input goes in, the next request comes out.
///
/// After a loss nothing is resent: the field is reset and the procedure begins anew, at most
/// `recoveryLimit` times. A job that ended in a fault, or a power cut, may be followed by a new one
/// with the same plan.
package struct CardJob<Procedure: CardProcedure>: Sendable {
    package static var recoveryLimit: Int { 2 }
    /// Refused authentications in one job: a card may count them and lock itself.
    package static var refusedKeyLimit: Int { 2 }
    /// New activations in one job in search of the key that a card takes.
    package static var restartLimit: Int { 8 }

    private enum Awaiting: Sendable {
        case begin
        case fieldReset
        case recorded(Procedure.Step)
        case answer(Procedure.Step)
        case nothing
    }

    private var procedure: Procedure
    private var dialogue = Procedure.Conversation()
    private var random: any RandomSource
    private var awaiting = Awaiting.begin
    /// Losses and unbelievable answers so far.
    package private(set) var recoveries: Int
    private var refusedKeys = 0
    private var restarts = 0

    /// - Parameter recoveries: those that earlier jobs have used up on this card, where the owner
    ///   counts them.
    package init(procedure: Procedure, random: any RandomSource, recoveries: Int = 0) {
        self.procedure = procedure
        self.random = random
        self.recoveries = recoveries
    }

    /// What is known about the card at this moment.
    package var knowledge: CardKnowledge { procedure.knowledge }

    /// - Precondition: the input answers the output before it; nothing follows `done` or `fault`.
    package mutating func next(_ input: EncodingInput) -> EncodingOutput<Procedure.Facts> {
        switch (awaiting, input) {
        case (.begin, .begin):
            awaiting = .fieldReset
            return .resetField
        case (.fieldReset, .fieldReset):
            dialogue = Procedure.Conversation()
            return enter(procedure.begin())
        case (.recorded(let step), .recorded):
            return send(step)
        case (.answer(let step), .answer(let response)):
            return take(response, at: step)
        case (.fieldReset, .lost):
            return recover(.lost, at: nil)
        case (.answer(let step), .lost):
            return recover(.lost, at: step)
        case (.begin, _), (.fieldReset, _), (.recorded, _), (.answer, _), (.nothing, _):
            preconditionFailure(
                "a card job was told \(input) while it waits for something else")
        }
    }

    private mutating func enter(_ step: Procedure.Step) -> EncodingOutput<Procedure.Facts> {
        guard let checkpoint = procedure.checkpoint(before: step) else { return send(step) }
        awaiting = .recorded(step)
        return .checkpoint(checkpoint)
    }

    private mutating func send(_ step: Procedure.Step) -> EncodingOutput<Procedure.Facts> {
        procedure.willSend(step)
        awaiting = .answer(step)
        let apdu = dialogue.begin(procedure.operation(of: step), random: &random)
        return .transmit(apdu: apdu, step: EncodingStep(step))
    }

    private mutating func take(
        _ response: [UInt8], at step: Procedure.Step
    ) -> EncodingOutput<Procedure.Facts> {
        switch dialogue.receive(response) {
        case .transmit(let apdu):
            return .transmit(apdu: apdu, step: EncodingStep(step))
        case .answered(let answer):
            return follow(procedure.answered(step, answer), from: step)
        case .refused(let status):
            return refused(status, at: step)
        case .unbelievable:
            return recover(.notAuthentic, at: step)
        case .foreign(let word):
            return recover(.foreignStatusWord(word), at: step)
        }
    }

    private mutating func follow(
        _ move: ProcedureMove<Procedure>, from step: Procedure.Step
    ) -> EncodingOutput<Procedure.Facts> {
        switch move {
        case .proceed(let next):
            return enter(next)
        case .done(let facts):
            awaiting = .nothing
            return .done(facts)
        case .reject(let rejection):
            return giveUp(.rejected(rejection), at: step)
        case .startOver:
            restarts += 1
            guard restarts <= Self.restartLimit else { return giveUp(.keysRefused, at: step) }
            awaiting = .fieldReset
            return .resetField
        case .disbelieve:
            return recover(.notAuthentic, at: step)
        }
    }

    private mutating func refused(
        _ status: StatusWord, at step: Procedure.Step
    ) -> EncodingOutput<Procedure.Facts> {
        if Procedure.Conversation.isDamage(status) { return giveUp(.damaged(status), at: step) }
        if Procedure.Conversation.isKeyRefusal(status, of: procedure.operation(of: step)) {
            refusedKeys += 1
            guard refusedKeys < Self.refusedKeyLimit else { return giveUp(.keysRefused, at: step) }
        }
        if let move = procedure.refused(step, status) { return follow(move, from: step) }
        return recover(.refused(status), at: step)
    }

    private mutating func recover(
        _ cause: EncodingFaultCause, at step: Procedure.Step?
    ) -> EncodingOutput<Procedure.Facts> {
        guard recoveries < Self.recoveryLimit else { return giveUp(cause, at: step) }
        recoveries += 1
        awaiting = .fieldReset
        return .resetField
    }

    private mutating func giveUp(
        _ cause: EncodingFaultCause, at step: Procedure.Step?
    ) -> EncodingOutput<Procedure.Facts> {
        awaiting = .nothing
        return .fault(
            EncodingFault(
                cause: cause, step: step.map { EncodingStep($0) }, knowledge: procedure.knowledge))
    }
}
