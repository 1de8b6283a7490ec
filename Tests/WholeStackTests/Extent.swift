import Foundation

/// How far the sweeps go: the short form runs in CI, the long one with `Tests/run --long`.
enum Extent {
    static let isLong = ProcessInfo.processInfo.environment["KIOSK_LONG"] == "1"
}
