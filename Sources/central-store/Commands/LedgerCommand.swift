import ArgumentParser
import CentralStore
import Foundation

/// `central-store ledger`
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Show the newest transfers and the sums, and check the books.",
        discussion: """
            Every transfer in fen, the newest first, the sums of what cardholders have and of what \
            is held, and each balance that is not the sum of its transfers. Run it daily.

            Example:
              central-store ledger --newest 50 --data store-data

            Exit status: 0 when the books balance, 1 when a balance differs from its transfers, or \
            when a case's money does not fit its stage.
            """)

    @OptionGroup var options: StoreOptions
    @Option(help: "How many transfers to show.")
    var newest: Int = 20

    func validate() throws {
        guard newest < 0 else { return }
        throw ValidationError("--newest is \(newest); it must be 0 or more")
    }

    func run() throws {
        let ledger = try options.desk().ledger(newest: newest)
        for transfer in ledger.transfers {
            let at = Date(timeIntervalSince1970: Double(transfer.at) / 1_000).formatted(.iso8601)
            let caseID = transfer.caseID.map { "  case \($0)" } ?? ""
            let way = "\(transfer.from) → \(transfer.to)"
            print("\(at)  \(transfer.kind)  \(transfer.amount)  \(way)\(caseID)")
        }
        print("cash \(ledger.cash), held \(ledger.held)")
        for account in ledger.school { print("\(account.name) \(account.balance)") }
        for difference in ledger.differences { print("DIFFERENCE: \(difference)") }
        print(ledger.differences.isEmpty ? "the books balance" : "the books do not balance")
        if !ledger.differences.isEmpty { throw ExitCode.failure }
    }
}
