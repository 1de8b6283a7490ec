import CentralStore
import Foundation

/// What happens to the store of a simulated campus.
extension Campus {
    /// Writes a backup of the store as it is now.
    /// - Returns: its path, in the campus's folder.
    package func backUpStore() throws -> String {
        let path = try newStorePath("backup")
        try Operator(store).backUp(to: path)
        return path
    }

    /// The store goes on from a backup, as after a lost disk.
    /// - Parameter announced: by the restore command, which begins a new life; otherwise a hand put
    ///   the file there.
    package func restoreStore(from backup: String, announced: Bool = true) throws {
        let path = try newStorePath("store")
        try FileManager.default.copyItem(atPath: backup, toPath: path)
        let database = try StoreDatabase(path: path)
        let restored = try CampusStore.open(database, run: storeRuns, settings, clock: clock)
        if announced { try Operator(restored).beginLife(why: "restored from a backup") }
        serve(restored, on: database)
    }
}
