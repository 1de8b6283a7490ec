import ArgumentParser
import CampusCard
import CentralStore

/// `central-store case`
struct CaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "case",
        abstract: "Show a case, and decide one that waits for a person.",
        subcommands: [Show.self, Settle.self, Release.self, Close.self])

    /// `central-store case show`
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show a case with its cards and its money.")

        @OptionGroup var options: StoreOptions
        @Argument(help: "The number on the receipt.")
        var id: CaseID

        func run() throws {
            guard let found = try options.desk().showCase(id) else {
                throw StoreFailure("the store has never heard of case \(id)")
            }
            print("case \(found.id) of kiosk \(found.kiosk)")
            if let holder = found.holder { print("holder: \(holder.name) \(holder.studentNumber)") }
            print("stage: \(found.standing.stage.rawValue)")
            print("money: \(found.standing.money.rawValue), fee \(found.standing.fee)")
            if let reason = found.endReason { print("undone: \(reason.rawValue)") }
            if let evidence = found.evidence { print("evidence: \(evidence)") }
            for card in found.cards { print(card.words) }
            for transfer in found.transfers {
                print(
                    "\(transfer.kind): \(transfer.amount) from \(transfer.from) to \(transfer.to)")
            }
        }
    }

    /// `central-store case settle`
    struct Settle: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "settle",
            abstract: "Decide that the student has the card: it is active, the fee captured.")

        @OptionGroup var options: StoreOptions
        @OptionGroup var decision: DecisionOptions
        @Argument(help: "A committed case.")
        var id: CaseID

        func run() throws {
            try options.desk().settleAsDelivered(id, who: decision.who, why: decision.why)
            print("case \(id) is delivered: the card is active, the fee is captured")
        }
    }

    /// `central-store case release`
    struct Release: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "release",
            abstract: "Decide that the student has no card: it is cancelled, the hold released.")

        @OptionGroup var options: StoreOptions
        @OptionGroup var decision: DecisionOptions
        @Argument(help: "A committed case.")
        var id: CaseID

        func run() throws {
            try options.desk().release(id, who: decision.who, why: decision.why)
            print("case \(id) is void: the card is cancelled, the hold is released")
        }
    }

    /// `central-store case close`
    struct Close: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "close",
            abstract: "Close a late delivery or a contradiction. It moves no money.")

        @OptionGroup var options: StoreOptions
        @OptionGroup var decision: DecisionOptions
        @Argument(help: "The case of the suspect.")
        var id: CaseID

        func run() throws {
            try options.desk().closeSuspect(id, who: decision.who, why: decision.why)
            print("what was suspect about case \(id) is closed")
        }
    }
}

extension CaseView.Card {
    /// A card in one line.
    var words: String {
        "card \(uid), issue \(issueNumber): \(life.rawValue)\(lost ? ", lost" : "")"
    }
}
