import ArgumentParser
import CampusCard
import CentralStore
import Foundation

/// `central-store suspects`
struct SuspectsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suspects",
        abstract: "Show the cases whose outcome is not known, and events in quarantine.",
        discussion: """
            A suspect waits for evidence or for a person, who is named. "case settle" and
            "case release" decide a committed case; "case close" closes what only a person can.
            """)

    @OptionGroup var options: StoreOptions
    @Flag(help: "Show those that were resolved too.")
    var all = false

    func run() throws {
        let desk = try options.desk()
        let suspects = try desk.suspects(resolvedToo: all)
        if suspects.isEmpty { print("no suspects") }
        for suspect in suspects {
            let since = Date(timeIntervalSince1970: Double(suspect.since) / 1_000)
            print("\(suspect.caseID)  \(suspect.kind)  since \(since.formatted(.iso8601))")
            print("    \(suspect.note)")
            let next = suspect.resolution.map { "resolved: \($0)" } ?? "next: \(suspect.nextActor)"
            print("    \(next)")
        }
        for event in try desk.quarantine() {
            print("quarantine  \(event.kiosk) \(event.epoch) #\(event.sequence): \(event.why)")
            print("    \(event.event)")
        }
    }
}
