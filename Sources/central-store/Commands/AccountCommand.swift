import ArgumentParser
import CampusCard
import CentralStore

/// `central-store account`
struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "Show an account, waive its next fee, freeze it, release its lost card.",
        discussion: """
            An account belongs to one cardholder and holds the money and the freeze; it outlives \
            every card. Names and numbers are shown masked. A card that was reported lost and \
            found again is released here.

            Example:
              central-store account show 2023010001
              central-store account waive-fee 2023010001 --who zhao --why "card was faulty"
            """,
        subcommands: [
            Show.self, WaiveFee.self, Freeze.self, Unfreeze.self, ReleaseCard.self,
        ])

    /// `central-store account show`
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show an account with its money and its cards, the name masked.",
            discussion: """
                Standing, money to spend and money held, whether the password is still the default \
                one, replacements so far, and every card with its issue number and life.

                Example:
                  central-store account show 2023010001

                Exit status: 0 when it is shown, 1 when no cardholder has the number.
                """)

        @OptionGroup var options: StoreOptions
        @Argument(help: "The student's number.")
        var student: StudentNumber

        func run() throws {
            let account = try options.desk().account(student)
            let frozen = account.frozen ? ", frozen" : ""
            print("\(account.holder.name) \(account.holder.studentNumber)")
            print("standing: \(account.standing.rawValue)\(frozen)")
            print("money: \(account.spendable) to spend, \(account.held) held")
            print("password: \(account.hasDefaultPassword ? "the default one" : "chosen")")
            print("replacements so far: \(account.replacements)")
            for card in account.cards { print(card.words) }
            for card in account.boundCards { print("bound card: \(card)") }
        }
    }

    /// `central-store account waive-fee`
    struct WaiveFee: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "waive-fee",
            abstract: "Let the next replacement of a student cost nothing.",
            discussion: """
                The waiver is spent by a case, and comes back when that case gives no card.

                Example:
                  central-store account waive-fee 2023010001 --who zhao --why "card was faulty"

                Exit status: 0 when it is done, 1 when it could not be; standard error says why.
                """)

        @OptionGroup var options: StoreOptions
        @OptionGroup var decision: DecisionOptions
        @Argument(help: "The student's number.")
        var student: StudentNumber

        func run() throws {
            try options.desk().waiveFee(of: student, who: decision.who, why: decision.why)
            print("the next replacement of student \(student) costs nothing")
        }
    }

    /// `central-store account freeze`
    struct Freeze: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "freeze", abstract: "Freeze an account: no replacement is given.",
            discussion: """
                No replacement is given and no terminal takes the card, until the freeze ends. A \
                case that runs goes on. Money stays where it is.

                Example:
                  central-store account freeze 2023010001

                Exit status: 0 when it is done, 1 when it could not be; standard error says why.
                """)

        @OptionGroup var options: StoreOptions
        @Argument(help: "The student's number.")
        var student: StudentNumber

        func run() throws {
            try options.desk().setFrozen(student, true)
            print("the account of student \(student) is frozen")
        }
    }

    /// `central-store account unfreeze`
    struct Unfreeze: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "unfreeze", abstract: "End the freeze of an account.",
            discussion: """
                The account can be used again at once; cards that were reported lost meanwhile \
                stay lost.

                Example:
                  central-store account unfreeze 2023010001

                Exit status: 0 when it is done, 1 when it could not be; standard error says why.
                """)

        @OptionGroup var options: StoreOptions
        @Argument(help: "The student's number.")
        var student: StudentNumber

        func run() throws {
            try options.desk().setFrozen(student, false)
            print("the account of student \(student) is not frozen any more")
        }
    }

    /// `central-store account release-card`
    struct ReleaseCard: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "release-card",
            abstract: "Give a lost card back to the student who has found it again.",
            discussion: """
                The card can be used from now on. Where a terminal has set its flag meanwhile, a \
                terminal that asks the store clears it at the first presentation, and the second \
                one pays. Refused while a replacement is under way.

                Example:
                  central-store account release-card 2023010001 \\
                    --who zhao --why "found in the library, shown at the desk"

                Exit status: 0 when it is done, 1 when it could not be; standard error says why.
                """)

        @OptionGroup var options: StoreOptions
        @OptionGroup var decision: DecisionOptions
        @Argument(help: "The student's number.")
        var student: StudentNumber

        func run() throws {
            let version = try options.desk().releaseCard(
                of: student, who: decision.who, why: decision.why)
            print("the card of student \(student) is released, from list \(version) on")
        }
    }
}
