import ArgumentParser
import CampusCard
import CentralStore
import Foundation

/// `central-store restore`
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Take a backup back and begin a new life of the store.",
        discussion: """
            The store must be stopped. The database that was there is kept beside the new one.

            A new life issues no card until every kiosk in service has sent again what the backup \
            has not seen; kiosks do that by themselves when they reach the store, and service then \
            resumes by itself. "replay show" tells how far they are; "replay give-up" ends the \
            waiting for a kiosk whose journal is lost; "conflicts show" lists what could not be \
            settled. Loss reports work all the time.

            Not replayed, since no kiosk has it: cardholders, top-ups, freezes, waivers, \
            decisions of the desk and changed passwords since the backup. Enter those again.

            A file that was copied back by hand is noticed too, by the first kiosk that was told \
            of more than it holds, and begins a new life in the same way.

            Example:
              central-store restore --from /mnt/backup/store-2026-11-25.sqlite

            Exit status: 0 when the new life has begun, 1 when nothing was changed: the store \
            serves, or the file is no backup of this campus.
            """)

    @OptionGroup var options: StoreOptions
    @Option(name: .customLong("from"), help: "The backup.")
    var backup: String

    func run() throws {
        try StoreLock.take(in: options.folder)
        let database = options.database
        let fresh = database + ".restored"
        try StoreBackup.unpack(backup, of: options.store().campus, to: fresh)
        let desk = Operator(try options.service(database: fresh))
        try desk.beginLife(why: "restored from \(URL(filePath: backup).lastPathComponent)")
        let replay = try desk.replay()
        try desk.close()
        let kept = try keepReplaced(database)
        try StoreBackup.rename(fresh, to: database)
        if let kept { print("the database that was there is \(kept)") }
        let waiting = replay.kiosks.filter(\.inService).map(\.kiosk.text)
        print("life \(replay.number) of the store has begun; start it with 'central-store serve'")
        print("no card is issued until these have been heard: \(waiting.joined(separator: ", "))")
    }

    /// Gives the present database a second name; the first one never stands for nothing.
    private func keepReplaced(_ database: String) throws -> String? {
        let files = FileManager.default
        guard files.fileExists(atPath: database) else { return nil }
        let kept = database + ".replaced-" + String(Int(Date().timeIntervalSince1970))
        for suffix in ["-wal", "-shm"] where files.fileExists(atPath: database + suffix) {
            try StoreBackup.rename(database + suffix, to: kept + suffix)
        }
        try files.linkItem(atPath: database, toPath: kept)
        return kept
    }
}
