package import CampusCard

/// Carries the bytes of one request to the central store and brings the bytes of its answer.
///
/// It sends once: whether to send again is for `StoreCalls` to decide. Several requests may be
/// under way at a time.
package protocol RequestCarrier: Sendable {
    /// - Parameters:
    ///   - request: the JSON of a `CallRequest`, at most `CarrierLimits.requestBytes`.
    ///   - deadline: how long an answer is waited for, connecting included.
    /// - Returns: the JSON of a `CallAnswer`.
    func carry(
        _ call: StoreCallName, _ request: [UInt8], within deadline: Duration
    ) async throws(CarrierFault) -> [UInt8]
}

/// Why no answer came, by what is known of the request.
package enum CarrierFault: Error, Hashable, Sendable {
    /// The request never left: no route, connection refused, or no trust in the peer's certificate.
    case notSent
    /// The request may have arrived and may have had its effect.
    case unanswered
    /// Something answered that is not the store speaking this protocol (a status other than 200, or
    /// too many bytes). The request may have had its effect.
    case answerUnusable
}

/// What both ends hold each other to.
package enum CarrierLimits {
    /// The most bytes in a request: 64 events of at most 512 bytes, and the envelope.
    package static let requestBytes = 65_536
    /// The most bytes in an answer.
    package static let answerBytes = 65_536
}
