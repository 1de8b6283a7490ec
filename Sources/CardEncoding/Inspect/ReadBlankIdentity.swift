package import CampusCard
package import CardPrimitives

/// Looks at a card that came from the hopper, with no key at all. See `CardJob` for how to drive
/// it.
package typealias ReadBlankIdentity = CardJob<InspectBlankProcedure>

extension CardJob where Procedure == InspectBlankProcedure {
    /// - Parameters:
    ///   - transportVersion: the version byte of the key that blanks come with.
    ///   - generation: the version byte of our keys.
    package init(
        profile: CardProfile, transportVersion: UInt8, generation: UInt8,
        random: any RandomSource
    ) {
        self.init(
            procedure: InspectBlankProcedure(
                profile: profile, transportVersion: transportVersion, generation: generation),
            random: random)
    }
}

/// What a card from the hopper turned out to be. Nothing of it is authenticated: personalising
/// proves it.
package struct BlankIdentity: Hashable, Sendable, Codable {
    /// How far somebody has made a card of it.
    package enum Finding: String, Hashable, Sendable, Codable, CaseIterable {
        /// The maker's key and no application: fit to be bound.
        case fresh
        /// Our key, and no complete application: an earlier case began it. Fit for that case only.
        case begun
        /// Our key and a complete application: it has been issued.
        case issued
    }

    package let product: CardProduct
    package let finding: Finding

    package init(product: CardProduct, finding: Finding) {
        self.product = product
        self.finding = finding
    }

    package var uid: CardUID { product.uid }
}
