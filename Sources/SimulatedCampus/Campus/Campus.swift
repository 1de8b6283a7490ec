package import CentralStore
package import Foundation
import KioskPorts
package import Simulator

/// A campus on virtual time: a store, and kiosks that are stopped and started at will. Everything above the devices
/// and the network is the production code, with real SQLite and real card cryptography; the same settings give the
/// same run to the last byte.
package final class Campus {
    package let settings: CampusSettings
    package let executor: VirtualExecutor
    package let clock: VirtualClock
    package private(set) var store: StoreService
    /// What the store keeps, for those who check it.
    private(set) var database: StoreDatabase
    /// What the store has dealt with, in all its lives.
    package let storeTroubles = StoreTroubleCounter()
    package let sites: [KioskSite]
    let folder: URL
    /// How often a store took the place of another.
    private(set) var storeRuns: UInt64 = 0
    private var backups = 0

    /// - Parameter folder: where journals in files lie; emptied and removed with this object.
    package init(_ settings: CampusSettings, folder: URL) throws {
        self.settings = settings
        self.folder = folder
        let executor = VirtualExecutor(seed: settings.seed)
        let clock = VirtualClock(executor: executor, wallAtStart: CampusNames.wallAtStart)
        database = try StoreDatabase(inMemoryFrom: nil)
        let store = try CampusStore.make(
            settings, clock: clock, database: database, troubles: storeTroubles)
        (self.executor, self.clock, self.store) = (executor, clock, store)
        sites = try (0..<settings.kiosks).map { number in
            try KioskSite(
                number: number, settings: settings, store: store, executor: executor, time: clock,
                folder: folder)
        }
        for site in sites { try site.start() }
    }

    deinit {
        for site in sites { Task(executorPreference: executor) { await site.end() } }
        // What no stop reaches ends at its deadline.
        _ = executor.run(until: clock.monotonic() + .seconds(600))
        // The folder is a temporary one: what is left of it, the system removes.
        try? FileManager.default.removeItem(at: folder)
    }

    /// A path in the campus's folder that no backup has had.
    func newBackupPath() throws -> String {
        backups += 1
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.appending(path: "backup-\(backups).sqlite").path()
    }

    /// Another store takes the place of the one before.
    func serve(_ other: StoreService, on database: StoreDatabase) {
        storeRuns += 1
        store = other
        self.database = database
        for site in sites { site.network.serve(other) }
    }

    /// Lets virtual time go by.
    package func pass(_ duration: Duration) {
        let (clock, woke) = (clock, Flag())
        Task(executorPreference: executor) {
            // Nothing cancels this task.
            try? await clock.sleep(for: duration)
            woke.raise()
        }
        _ = executor.run(until: clock.monotonic() + duration) { woke.isRaised }
    }

    /// Does something at this instant, and answers what came of it.
    /// - Precondition: it needs no time to pass.
    package func now<Answer: Sendable>(
        _ body: @escaping @Sendable () async -> Answer
    ) -> Answer {
        let box = Box<Answer>()
        Task(executorPreference: executor) { box.put(await body()) }
        guard executor.run(until: clock.monotonic(), { box.content != nil }),
            let answer = box.content
        else { preconditionFailure("what was asked for needs time to pass") }
        return answer
    }
}
