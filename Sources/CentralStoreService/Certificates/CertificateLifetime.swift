package import Foundation

/// How long a certificate has been valid and how long it will be.
package struct CertificateLifetime: Hashable, Sendable {
    package let notBefore: Date
    package let notAfter: Date

    package init(notBefore: Date, notAfter: Date) {
        self.notBefore = notBefore
        self.notAfter = notAfter
    }

    /// From this many days before the end on, a certificate is shown as a warning.
    package static let warningDays = 30
    private static let day: TimeInterval = 86_400

    /// What is to be done about a certificate.
    package enum State: String, Hashable, Sendable, CaseIterable {
        case good
        /// Half of its life is over: `renew` makes a new one.
        case renewable
        /// Less than `warningDays` are left.
        case warning
        case expired
    }

    /// What is to be done about it now.
    package func state(at now: Date) -> State {
        if now >= notAfter { return .expired }
        if notAfter.timeIntervalSince(now) < TimeInterval(Self.warningDays) * Self.day {
            return .warning
        }
        let half = notBefore.addingTimeInterval(notAfter.timeIntervalSince(notBefore) / 2)
        return now >= half ? .renewable : .good
    }

    /// Whole days until the end; negative after it.
    package func daysLeft(at now: Date) -> Int {
        Int((notAfter.timeIntervalSince(now) / Self.day).rounded(.down))
    }
}
