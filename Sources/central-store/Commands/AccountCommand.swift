import ArgumentParser
import CampusCard
import CentralStore

/// `central-store account`
struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "Waive a student's next fee, freeze an account, end a freeze.",
        subcommands: [WaiveFee.self, Freeze.self, Unfreeze.self])

    /// `central-store account waive-fee`
    struct WaiveFee: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "waive-fee",
            abstract: "Let the next replacement of a student cost nothing.",
            discussion:
                "The waiver is spent by a case, and comes back when that case gives no card.")

        @OptionGroup var options: StoreOptions
        @OptionGroup var decision: DecisionOptions
        @Argument(help: "The student's number.")
        var student: StudentNumber

        func run() throws {
            try options.desk().waiveFee(of: student, who: decision.who, why: decision.why)
        }
    }

    /// `central-store account freeze`
    struct Freeze: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "freeze", abstract: "Freeze an account: no replacement is given.")

        @OptionGroup var options: StoreOptions
        @Argument(help: "The student's number.")
        var student: StudentNumber

        func run() throws {
            try options.desk().setFrozen(student, true)
        }
    }

    /// `central-store account unfreeze`
    struct Unfreeze: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "unfreeze", abstract: "End the freeze of an account.")

        @OptionGroup var options: StoreOptions
        @Argument(help: "The student's number.")
        var student: StudentNumber

        func run() throws {
            try options.desk().setFrozen(student, false)
        }
    }
}
