/// How often the controller looks after the world between cases.
enum SupervisionPauses {
    /// Well inside the ten seconds within which the store must have answered (K10).
    static let heartbeat: Duration = .seconds(4)
    static let heartbeatDeadline: Duration = .seconds(4)
    /// For one waiting loss report.
    static let reportDeadline: Duration = .seconds(4)
    static let devices: Duration = .seconds(2)
    static let printer: Duration = .seconds(10)
    static let outbox: Duration = .seconds(5)
    static let outboxDeadline: Duration = .seconds(8)
}
