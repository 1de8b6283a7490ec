package import CampusCard
package import CardPrimitives

/// A card of profile A that no campus issued, with everything that a store would grant for it.
package struct SampleCard: Sendable {
    package let uid: CardUID
    package let profile: CardProfile

    package init(uid: CardUID, profile: CardProfile) {
        self.uid = uid
        self.profile = profile
    }

    /// From a blank to the card with its first status.
    package func plan() throws -> PersonalisationPlan {
        let identity = try SampleHolder.identity()
        let grant = Personalisation(
            uid: uid, cardNumber: identity.cardNumber, issueNumber: identity.issueNumber,
            identityRecord: identity.encoded(
                seal: try SampleHolder.seal(), as: profile.identity.record
            ).hex,
            statusRecord: try SampleHolder.status(counter: 1)
                .encoded(as: profile.status.record).hex,
            keys: keys)
        return try PersonalisationPlan(grant, profile: profile)
    }

    /// From the status that `plan` writes to the next.
    package func update() throws -> StatusUpdatePlan {
        StatusUpdatePlan(
            uid: uid, profile: profile, readingKey: try key(.reading),
            updatingKey: try key(.updating), old: try SampleHolder.status(counter: 1),
            new: try SampleHolder.status(counter: 2))
    }

    package func key(_ role: ApplicationKeyRole) throws -> SecretKey {
        guard let set = CardKeySet(keys, numbers: profile.keys) else {
            throw SampleHolder.Illegal()
        }
        return set.key(role)
    }

    private var keys: CardKeyGrant {
        CardKeyGrant(
            generation: 0x31, piccMasterKey: SampleHolder.key(from: 0xA0).hex,
            applicationKeys: [0x10, 0x20, 0x30, 0x40, 0x50].map { SampleHolder.key(from: $0).hex })
    }
}
