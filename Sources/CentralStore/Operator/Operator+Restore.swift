import GRDB

extension Operator {
    /// Begins a new life of a database that was taken from a backup: kiosks replay, and no card is
    /// issued before all have.
    package func beginLife(why: String) throws(StoreFailure) {
        try service.inTransaction("begin a new life of the store") { transaction in
            try StoreLife.begin(why: why, transaction)
        }
    }

    /// Writes a backup while the store serves.
    package func backUp(to path: String) throws(StoreFailure) {
        try StoreBackup.write(service.database, to: path)
    }

    /// Closes the database; nothing may be called afterwards.
    package func close() throws(StoreFailure) {
        do {
            try service.database.queue.close()
        } catch {
            throw StoreFailure("close the store's database: \(error)")
        }
    }
}
