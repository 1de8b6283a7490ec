package import KioskCore
package import KioskPorts

/// The key of a text: each family of keys is an enumeration of the domain, so that a new outcome, reason or fault
/// without its text is found before a student finds it.
package enum TextKey: Hashable, Sendable {
    case phrase(Phrase)
    case outcome(Outcome, OutcomePart)
    case reason(OutOfServiceReason, ReasonPart)
    case fault(FaultCode, FaultPart)
    /// What a technician reads of a trouble that the kiosk has dealt with.
    case trouble(Trouble)

    /// The two texts of an outcome.
    package enum OutcomePart: String, Hashable, Sendable, CaseIterable {
        case title, story
    }

    /// Who reads the text of an out-of-service reason.
    package enum ReasonPart: String, Hashable, Sendable, CaseIterable {
        case student, staff
    }

    /// The two texts of a fault code: what was observed, and what a technician does.
    package enum FaultPart: String, Hashable, Sendable, CaseIterable {
        case finding, advice
    }

    /// The key in the locale files, for example `outcome.refused.frozen.title`.
    package var name: String {
        switch self {
        case .phrase(let phrase): phrase.rawValue
        case .outcome(let outcome, let part): "outcome.\(outcome.name).\(part.rawValue)"
        case .reason(let reason, let part): "reason.\(reason.rawValue).\(part.rawValue)"
        case .fault(let code, let part): "fault.\(code.name).\(part.rawValue)"
        case .trouble(let trouble): "trouble.\(trouble.rawValue)"
        }
    }

    /// The value that the text leaves open, if any.
    package var placeholder: Placeholder? {
        switch self {
        case .phrase(let phrase): phrase.placeholder
        case .outcome, .reason, .fault, .trouble: nil
        }
    }

    /// Every text that a language must have.
    package static let all: [TextKey] =
        Phrase.allCases.map(TextKey.phrase)
        + Outcome.every.flatMap { outcome in
            OutcomePart.allCases.map { .outcome(outcome, $0) }
        }
        + OutOfServiceReason.allCases.flatMap { reason in
            ReasonPart.allCases.map { .reason(reason, $0) }
        }
        + FaultCode.every.flatMap { code in FaultPart.allCases.map { .fault(code, $0) } }
        + Trouble.allCases.map(TextKey.trouble)
}

/// A fault code of a device port. Each has a finding and an advice for technicians.
package enum FaultCode: Hashable, Sendable {
    case dispenser(DispenserFaultKind)
    case cardChannel(CardChannelFaultKind)

    /// The stable dotted code, for example `dispenser.jam`.
    package var name: String {
        switch self {
        case .dispenser(let kind): kind.rawValue
        case .cardChannel(let kind): kind.rawValue
        }
    }

    package static let every: [FaultCode] =
        DispenserFaultKind.allCases.map(FaultCode.dispenser)
        + CardChannelFaultKind.allCases.map(FaultCode.cardChannel)
}
