import GRDBSQLite

/// How a disk fails.
package enum DiskFault: String, Hashable, Sendable, CaseIterable {
    /// There is no room; what needs none works.
    case full
    /// The operation reports an input/output error.
    case broken

    /// SQLite's result code for the operation; nil when the fault does not touch it.
    func code(_ kind: DiskOperation.Kind) -> Int32? {
        switch (self, kind) {
        case (.full, .write), (.full, .resize): SQLITE_FULL
        case (.full, .open), (.full, .read), (.full, .sync), (.full, .remove): nil
        case (.broken, .open): SQLITE_CANTOPEN
        case (.broken, .read): Self.ioError(1)
        case (.broken, .write): Self.ioError(3)
        case (.broken, .sync): Self.ioError(4)
        case (.broken, .resize): Self.ioError(6)
        case (.broken, .remove): Self.ioError(10)
        }
    }

    /// `SQLITE_IOERR_…`: the macros of the extended codes are not imported.
    private static func ioError(_ number: Int32) -> Int32 { SQLITE_IOERR | number << 8 }
}

/// A fault that waits for its operation.
struct PlannedFault: Sendable {
    let fault: DiskFault
    let first: Int
    let isForGood: Bool

    func code(_ operation: DiskOperation) -> Int32? {
        let isDue = isForGood ? operation.number >= first : operation.number == first
        return isDue ? fault.code(operation.kind) : nil
    }
}
