import ArgumentParser
import CampusCard
import CentralStore
import Foundation

/// `central-store conflicts`
struct ConflictsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflicts",
        abstract: "Show and close what a replay after a restore could not settle.",
        discussion: """
            A conflict is an event of a kiosk that does not fit what the backup knew, for example \
            a card that was delivered in a case whose fee can no longer be held. Nothing is \
            changed by itself: a person looks at the case, puts money and card right, and closes \
            it.

            Example:
              central-store conflicts show --data store-data
            """,
        subcommands: [Show.self, Close.self])

    /// `central-store conflicts show`
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show each conflict: case, kiosk, event, and why it was refused.",
            discussion: """
                With each conflict comes the event as the kiosk sent it. "case show" tells what \
                the store has of the case.

                Example:
                  central-store conflicts show --all

                Exit status: 0 when none is open, 1 when one is.
                """)

        @OptionGroup var options: StoreOptions
        @Flag(help: "Show those that were closed too.")
        var all = false

        func run() throws {
            let conflicts = try options.desk().conflicts(closedToo: all)
            if conflicts.isEmpty { print("no conflicts") }
            for conflict in conflicts {
                let id = conflict.caseID?.text ?? "no case"
                print(
                    "\(id)  \(conflict.kiosk) event \(conflict.sequence)  "
                        + "\(instant(conflict.foundAt))  refused: \(conflict.why)")
                print("    \(conflict.event)")
                print("    \(conflict.closing.map { "closed: \($0)" } ?? "open")")
            }
            if conflicts.contains(where: { $0.closing == nil }) { throw ExitCode.failure }
        }
    }

    /// `central-store conflicts close`
    struct Close: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "close",
            abstract: "Close the conflicts of a case. It moves no money and no card.",
            discussion: """
                Once money and card of the case are right again by other commands. Who and why are \
                kept.

                Example:
                  central-store conflicts close 0199a4c2-7b3e-7d10-9c55-2f1e8a6b4d03 \\
                    --who zhao --why "fee paid in cash"

                Exit status: 0 when it is done, 1 when it could not be; standard error says why.
                """)

        @OptionGroup var options: StoreOptions
        @OptionGroup var decision: DecisionOptions
        @Argument(help: "The case of the conflict.")
        var id: CaseID

        func run() throws {
            try options.desk().closeConflicts(of: id, who: decision.who, why: decision.why)
            print("the conflicts of case \(id) are closed")
        }
    }
}
