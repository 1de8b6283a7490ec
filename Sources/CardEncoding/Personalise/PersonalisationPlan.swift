package import CampusCard

/// Everything that one blank needs to become one card. It lives for one case; its description has
/// no secret.
package struct PersonalisationPlan: Sendable, CustomStringConvertible {
    package let uid: CardUID
    package let profile: CardProfile
    package let transport: TransportKey
    package let keys: CardKeySet
    /// The identity file's bytes.
    package let identity: [UInt8]
    /// The status file's bytes.
    package let status: [UInt8]

    /// Takes the store's grant apart and checks it, so that no card is begun with a plan that
    /// cannot end.
    package init(
        _ grant: Personalisation, profile: CardProfile, transport: TransportKey = .factory
    ) throws(PlanFault) {
        let identity = [UInt8](hex: grant.identityRecord) ?? []
        let status = [UInt8](hex: grant.statusRecord) ?? []
        let record = try Self.checked(identity, status, profile.format)
        guard record.cardNumber == grant.cardNumber, record.issueNumber == grant.issueNumber else {
            throw .numbersDiffer
        }
        guard let keys = CardKeySet(grant.keys, numbers: profile.keys) else { throw .keys }
        guard keys.generation != transport.version else { throw .generation(keys.generation) }
        uid = grant.uid
        self.profile = profile
        self.transport = transport
        self.keys = keys
        self.identity = identity
        self.status = status
    }

    /// Both records as a terminal will read them.
    private static func checked(
        _ identity: [UInt8], _ status: [UInt8], _ format: CardFormat
    ) throws(PlanFault) -> IdentityRecord {
        do throws(RecordFault) {
            _ = try StatusRecord.decode(status, as: format.status)
            return try IdentityRecord.decode(identity, as: format.identity).record
        } catch {
            throw .record(error)
        }
    }

    package var description: String { "PersonalisationPlan(\(uid), \(keys))" }
}

/// Why a grant from the store is not a plan.
package enum PlanFault: Error, Hashable, Sendable, CustomStringConvertible {
    case record(RecordFault)
    /// The identity record names another card or issue than the grant.
    case numbersDiffer
    /// Not the right number of keys, or not 16 bytes each.
    case keys
    /// The generation is the version of the maker's key, so that the card could not tell them
    /// apart.
    case generation(UInt8)

    package var description: String {
        switch self {
        case .record(let fault): "checking a personalisation: \(fault)"
        case .numbersDiffer: "checking a personalisation: record and grant name different cards"
        case .keys: "checking a personalisation: a key is missing or has another length than 16"
        case .generation(let version):
            "checking a personalisation: generation \(version) is the version of the maker's key"
        }
    }
}
