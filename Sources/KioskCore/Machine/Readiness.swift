/// What the machine can do at this moment, as pre-flight says (K10). The reasons are for the screen; the core needs
/// only their effect.
package struct Readiness: Hashable, Sendable {
    package let canReplace: Bool
    package let canReportLoss: Bool
    /// A loss report can wait, sealed, for a store that does not answer.
    package let canKeepReports: Bool

    package static let none = Readiness(
        canReplace: false, canReportLoss: false, canKeepReports: false)

    package init(canReplace: Bool, canReportLoss: Bool, canKeepReports: Bool) {
        self.canReplace = canReplace
        self.canReportLoss = canReportLoss
        self.canKeepReports = canKeepReports
    }

    /// Whether a job can start.
    package func allows(_ job: Job) -> Bool {
        switch job {
        case .replaceLostCard: canReplace
        case .reportLoss: canReportLoss
        }
    }
}
