import ArgumentParser
import CampusCard
import CentralStore

/// `central-store evidence`
struct EvidenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence",
        abstract: "Enter what shows where a card is: a use at a terminal, or a find in a machine.",
        discussion: """
            A suspect closes itself by evidence ("suspects" tells its ranks). Kiosks report theirs \
            by themselves; these two come from elsewhere. Evidence against a case that has ended \
            moves no money: it opens a suspect for the service desk.

            Example:
              central-store evidence used 04A1B2C3D4E5F6 --terminal CANTEEN-3
              central-store evidence found 04A1B2C3D4E5F6 --who Zhao --place "bin of K-01"
            """,
        subcommands: [Used.self, Found.self])

    /// `central-store evidence used`
    struct Used: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "used",
            abstract:
                "A terminal authenticated the card: first use proves that the student has it.",
            discussion: """
                For terminals, which ask with each card that they have authenticated with its own \
                keys; a UID alone proves nothing. The answer is one word for the terminal's table: \
                good, released, lost, frozen, cancelled or unknown. A card whose hold was released \
                is cancelled, and the service desk hears of it.

                Example:
                  central-store evidence used 04A1B2C3D4E5F6 --terminal CANTEEN-3

                Exit status: 0 good or released, 2 any other word, 1 when the store cannot be read.
                """)

        /// What ends the command when the card is stopped.
        private static let refused: Int32 = 2

        @OptionGroup var options: StoreOptions
        @Argument(help: "The card's UID, 8, 14 or 20 hexadecimal digits.")
        var uid: CardUID
        @Option(help: "The terminal: 1 to 16 letters, digits, '-', '_' or '.'.")
        var terminal: TerminalID

        func run() throws {
            let answer = try options.desk().cardUsed(uid, at: terminal)
            print(answer.rawValue)
            switch answer {
            case .good, .released: break
            case .lost, .frozen, .cancelled, .unknown: throw ExitCode(Self.refused)
            }
        }
    }

    /// `central-store evidence found`
    struct Found: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "found",
            abstract:
                "A person read the card's UID inside a machine: the student does not have it.",
            discussion: """
                For technicians who empty a bin or clear a jam: read the UID of each card with any \
                reader, and enter those that "suspects" asks for. A case that waits ends as void: \
                the card is cancelled, the hold released. The UID is never issued again.

                Example:
                  central-store evidence found 04A1B2C3D4E5F6 --who Zhao --place "bin of K-01"

                Exit status: 0 when it is entered, 1 when the store cannot be read.
                """)

        @OptionGroup var options: StoreOptions
        @Argument(help: "The card's UID, 8, 14 or 20 hexadecimal digits.")
        var uid: CardUID
        @Option(help: "Who found it: a name or a staff number.")
        var who: String
        @Option(help: "Where it was, for example \"bin of K-01\".")
        var place: String

        func validate() throws {
            for (name, text) in [("--who", who), ("--place", place)]
            where text.allSatisfy(\.isWhitespace) {
                throw ValidationError("\(name) is empty; a find is kept with who made it and where")
            }
        }

        func run() throws {
            guard let found = try options.desk().cardFound(uid, by: who, where: place) else {
                return print("no case made card \(uid); it is never issued")
            }
            print("case \(found.caseID) is \(found.standing.stage.rawValue)")
            print("money: \(found.standing.money.rawValue)")
        }
    }
}

extension CardUID: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(hex: argument.uppercased())
    }
}

extension TerminalID: ExpressibleByArgument {
    package init?(argument: String) {
        guard let id = TerminalID.parse(argument) else { return nil }
        self = id
    }
}
