import ArgumentParser
import CampusCard
import CentralStore

/// `central-store bound-card`
struct BoundCardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bound-card",
        abstract: "Bind transit and phone cards to accounts, by their own number.",
        discussion: """
            A card of somebody else is known by the application in it and the number there, never \
            by its UID, which phones change at each tap; nothing is ever written to it. kiosk card \
            read with the transit profile tells both. The store keeps no such number, only what \
            finds it again.

            Example:
              central-store bound-card bind 2023010001 \\
                --card A000000632010105:31012345678901234567 \\
                --who zhao --why "shown at the desk"
            """,
        subcommands: [Bind.self, End.self, Find.self])

    /// `central-store bound-card bind`
    struct Bind: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "bind", abstract: "Bind a card to a student's account.",
            discussion: """
                The holder shows the card and who they are. An account has at most \
                \(Operator.boundCardLimit) such cards at a time; one that is bound already is \
                refused.

                Example:
                  central-store bound-card bind 2023010001 \\
                    --card A000000632010105:31012345678901234567 \\
                    --who zhao --why "shown at the desk"

                Exit status: 0 when it is done, 1 when it could not be; standard error says why.
                """)

        @OptionGroup var options: StoreOptions
        @OptionGroup var decision: DecisionOptions
        @Argument(help: "The student's number.")
        var student: StudentNumber
        @Option(help: "The card: application and number, as APPLICATION:DIGITS.")
        var card: TransitNumber

        func run() throws {
            try options.desk().bind(card, to: student, who: decision.who, why: decision.why)
            print("\(card.masked) is bound to the account of student \(student)")
        }
    }

    /// `central-store bound-card end`
    struct End: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "end", abstract: "End a card's binding.",
            discussion: """
                From now on the card says nothing about anybody here. Who ended it, and why, is \
                kept with it.

                Example:
                  central-store bound-card end --card A000000632010105:31012345678901234567 \\
                    --who zhao --why "sold the phone"

                Exit status: 0 when it is done, 1 when it could not be; standard error says why.
                """)

        @OptionGroup var options: StoreOptions
        @OptionGroup var decision: DecisionOptions
        @Option(help: "The card: application and number, as APPLICATION:DIGITS.")
        var card: TransitNumber

        func run() throws {
            try options.desk().unbind(card, who: decision.who, why: decision.why)
            print("\(card.masked) is bound to no account any more")
        }
    }

    /// `central-store bound-card find`
    struct Find: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "find", abstract: "Say whose card it is, the name masked.",
            discussion: """
                For a card that was found, or that somebody shows instead of the campus's own.

                Example:
                  central-store bound-card find --card A000000632010105:31012345678901234567

                Exit status: 0 when somebody is known by it, 1 when nobody is.
                """)

        @OptionGroup var options: StoreOptions
        @Option(help: "The card: application and number, as APPLICATION:DIGITS.")
        var card: TransitNumber

        func run() throws {
            guard let holder = try options.desk().holder(ofBound: card) else {
                print("nobody is known by \(card.masked)")
                throw ExitCode.failure
            }
            print("\(holder.name) \(holder.studentNumber)")
        }
    }
}

extension TransitNumber: ExpressibleByArgument {
    package init?(argument: String) {
        guard let number = TransitNumber.parse(argument) else { return nil }
        self = number
    }
}
