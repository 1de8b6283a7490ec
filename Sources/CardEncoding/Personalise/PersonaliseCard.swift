package import CardPrimitives

/// A blank becomes a card. See `CardJob` for how to drive it and `PersonaliseProcedure` for what it
/// does.
package typealias PersonaliseCard = CardJob<PersonaliseProcedure>

extension CardJob where Procedure == PersonaliseProcedure {
    /// - Parameter recoveries: those that earlier runs used up on this card.
    package init(plan: PersonalisationPlan, random: any RandomSource, recoveries: Int = 0) {
        self.init(
            procedure: PersonaliseProcedure(plan: plan), random: random, recoveries: recoveries)
    }
}
