import ArgumentParser
import CampusCard
import CentralStore

/// `central-store case`
struct CaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "case",
        abstract: "Show a case, and decide one that waits for a person.",
        discussion: """
            A case is one student's business with a kiosk; its number stands on the receipt and on \
            the slip. Most cases end by themselves. One that is committed and has no end holds the \
            student's fee, until evidence comes ("suspects") or somebody decides here.

            Example:
              central-store case show 0199a4c2-7b3e-7d10-9c55-2f1e8a6b4d03
            """,
        subcommands: [Show.self, Settle.self, Release.self, Close.self])

    /// `central-store case show`
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show a case with its cards and its money.",
            discussion: """
                For a student who comes to the desk with a slip: how far the case came, what \
                became of the money, each card that was bound to it, and what a delivery rests on. \
                Names are masked.

                Example:
                  central-store case show 0199a4c2-7b3e-7d10-9c55-2f1e8a6b4d03

                Exit status: 0 when it is shown, 1 when the store has never heard of the case.
                """)

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
            abstract: "Decide that the student has the card: it is active, the fee captured.",
            discussion: """
                When the student shows the card. It cannot be taken back. Who and why are kept \
                with the capture, for the auditor.

                Example:
                  central-store case settle 0199a4c2-7b3e-7d10-9c55-2f1e8a6b4d03 \\
                    --who zhao --why "card shown at the desk"

                Exit status: 0 when it is decided, 1 when the case is unknown or has ended already.
                """)

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
            abstract: "Decide that the student has no card: it is cancelled, the hold released.",
            discussion: """
                When the student has no card and none is found. The card is stopped everywhere, \
                the fee is free again, and the student may replace the card anew. It cannot be \
                taken back: a later use of the card is refused and comes to the desk as a suspect.

                Example:
                  central-store case release 0199a4c2-7b3e-7d10-9c55-2f1e8a6b4d03 \\
                    --who zhao --why "jammed, card not found"

                Exit status: 0 when it is decided, 1 when the case is unknown or has ended already.
                """)

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
            abstract: "Close a late delivery or a contradiction. It moves no money.",
            discussion: """
                For what "suspects" lists as lateDelivery or contradiction, once somebody has \
                spoken with the student and put right what was wrong. The reason is kept.

                Example:
                  central-store case close 0199a4c2-7b3e-7d10-9c55-2f1e8a6b4d03 \\
                    --who zhao --why "card brought back, cut"

                Exit status: 0 when it is done, 1 when it could not be; standard error says why.
                """)

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
        "card \(uid), issue \(issueNumber): "
            + ([life.rawValue] + marks + [write.words]).joined(separator: ", ")
    }

    private var marks: [String] {
        [(CardFlags.lost, "lost"), (.frozen, "frozen"), (.bad, "bad")]
            .filter { flags.contains($0.0) }.map(\.1)
    }
}

extension CardWrite {
    /// What the chip says, beside what the store says.
    fileprivate var words: String {
        switch self {
        case .inSync: "chip in sync"
        case .pending(let reason, let since):
            "chip waits for \(reason.rawValue) since list \(since)"
        case .unknown(let since): "chip unknown since list \(since)"
        }
    }
}
