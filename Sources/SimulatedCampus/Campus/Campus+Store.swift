import CentralStore

/// What happens to the store of a simulated campus.
extension Campus {
    /// Writes a backup of the store as it is now.
    /// - Returns: its path, in the campus's folder.
    package func backUpStore() throws -> String {
        let path = try newBackupPath()
        try Operator(store).backUp(to: path)
        return path
    }

    /// The store goes on from a backup, as after a lost disk.
    /// - Parameters:
    ///   - announced: by the restore command, which begins a new life; otherwise a hand put the file
    ///     there.
    ///   - inFile: the backup itself is the store's file from now on; otherwise its rows lie in memory.
    package func restoreStore(
        from backup: String, announced: Bool = true, inFile: Bool = false
    ) throws {
        let database =
            inFile ? try StoreDatabase(path: backup) : try StoreDatabase(inMemoryFrom: backup)
        let restored = try CampusStore.open(
            database, run: storeRuns + 1, settings, clock: clock, troubles: storeTroubles)
        if announced { try Operator(restored).beginLife(why: "restored from a backup") }
        serve(restored, on: database)
    }
}
