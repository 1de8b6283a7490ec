/// The rules of one job on a card: which operation comes next. Everything about losses, limits and
/// sessions is `CardJob`'s; a procedure begins anew after each field reset, and is written so that
/// this is always safe.
package protocol CardProcedure: Sendable {
    /// What the job reports when it succeeds. No secrets.
    associatedtype Facts: Hashable & Sendable
    /// The procedure's steps, by the names that journal and trace show.
    associatedtype Step: RawRepresentable<String> & Hashable & Sendable & CaseIterable

    /// How its cards are spoken to.
    associatedtype Conversation: CardConversation = CardDialogue

    var knowledge: CardKnowledge { get }

    /// The first step after a field reset; nothing of a session is left.
    mutating func begin() -> Step

    /// What a step does on the card.
    func operation(of step: Step) -> Conversation.Operation

    /// The journal row that must be on disk before a step goes out.
    func checkpoint(before step: Step) -> EncodingCheckpoint?

    /// Called when a step's first byte is about to go out: from here on its effect is possible.
    mutating func willSend(_ step: Step)

    /// The card did a step and answered this.
    mutating func answered(_ step: Step, _ answer: [UInt8]) -> ProcedureMove<Self>

    /// The card refused a step. Nil when the procedure expected no refusal there.
    mutating func refused(_ step: Step, _ status: StatusWord) -> ProcedureMove<Self>?
}

/// Where a procedure goes after a step.
package enum ProcedureMove<Procedure: CardProcedure>: Hashable, Sendable {
    case proceed(Procedure.Step)
    case done(Procedure.Facts)
    case reject(CardRejection)
    /// A key was not taken by a card that counts no tries: activated anew, it is asked for another one. Not a loss.
    case startOver
    /// The answer cannot be what a card says there.
    case disbelieve
}
