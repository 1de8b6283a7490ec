import ArgumentParser
import CampusCard
import CentralStore
import Foundation

/// `central-store suspects`
struct SuspectsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suspects",
        abstract: "List the cases whose outcome is not known, with evidence and age.",
        discussion: """
            A suspect is a case of which nobody knows whether the student has the card, or whose \
            kiosk says what cannot be. It closes itself by evidence; the weightiest comes first:

              1  authenticatedUse  the card was used at a terminal: the student has it
              2  foundInBin        its UID was read inside the machine: it was retained
              3  seenLive          the kiosk saw it being taken or retained
              4  counted           the bin holds one card more, and only this one is missing
              5  person            somebody decided, with a reason

            Evidence that contradicts a case which has ended moves no money: it waits for a \
            person. "evidence" enters what a terminal or a technician found, "case settle" and \
            "case release" decide a delivery, "case close" closes what only a person can.

            Events in quarantine follow: those that the store could not apply.

            Example:
              central-store suspects --data store-data
              central-store suspects --all | less

            Exit status: 0 also when there are suspects, 1 when the store cannot be read.
            """)

    @OptionGroup var options: StoreOptions
    @Flag(help: "Show those that were resolved too.")
    var all = false

    func run() throws {
        let desk = try options.desk()
        let now = SystemStoreClock().wallMilliseconds()
        let suspects = try desk.suspects(resolvedToo: all)
        if suspects.isEmpty { print("no suspects") }
        for suspect in suspects { Self.show(suspect, now: now) }
        for event in try desk.quarantine() {
            print("quarantine  \(event.kiosk) \(event.epoch) #\(event.sequence): \(event.why)")
            print("    \(event.event)")
        }
    }

    private static func show(_ suspect: SuspectView, now: Int64) {
        let kiosk = suspect.kiosk.map { "  \($0)" } ?? ""
        let age = age(now - suspect.since)
        print("\(suspect.caseID)\(kiosk)  \(suspect.kind)  \(age)  since \(instant(suspect.since))")
        print("    \(suspect.note)")
        for evidence in suspect.evidence {
            print(
                "    evidence \(evidence.kind.rank) \(evidence.kind.rawValue) says "
                    + "\(evidence.fate.rawValue)  \(instant(evidence.at))  \(evidence.note)")
        }
        if suspect.evidence.isEmpty { print("    no evidence yet") }
        print(
            "    \(suspect.resolution.map { "resolved: \($0)" } ?? "waits for \(suspect.waitsFor)")"
        )
    }

    /// A time span in the two largest units that say something.
    static func age(_ milliseconds: Int64) -> String {
        let minutes = max(0, milliseconds) / 60_000
        let (days, hours) = (minutes / 1_440, minutes / 60 % 24)
        if days > 0 { return "\(days) d \(hours) h" }
        return hours > 0 ? "\(hours) h \(minutes % 60) min" : "\(minutes) min"
    }
}
