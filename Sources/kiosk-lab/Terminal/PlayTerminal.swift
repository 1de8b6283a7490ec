import ArgumentParser
import CampusCard
import CardEncoding
import Foundation

/// `kiosk-lab terminal`: a canteen's terminal, at one presentation of one card.
struct PlayTerminal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "terminal",
        abstract: "Play a terminal that a card is presented to, and let it decide.",
        discussion: """
            Reads the card as a terminal does, decides by the table that every terminal of the \
            campus shares, writes what the verdict asks for, and prints the row of the table, what \
            the terminal's display says, and what the purchase still needs. Without --store the \
            terminal is offline and goes by the card's flag, then by its list.

            A card that was released after a loss is updated at its first presentation and pays at \
            its second: run the command twice.

            The profile and the job are those of `kiosk card`; the job needs uid and keys only.

            Example:
              kiosk-lab terminal --profile kiosk-config/cards/desfire-a.json \\
                --job card.json --tcp 127.0.0.1:7816 \\
                --list-version 5030 --stopped 104233:7 --amount-fen 1200

            Exit status: 0 when the terminal has decided, 1 when it could not read or write the \
            card to the end.
            """)

    @OptionGroup var card: TerminalCard

    @Option(
        help:
            "What the store says: good, released, lost, frozen, cancelled or unknown. None: offline."
    )
    var store: StoreWord?

    @Option(help: "The version of the terminal's list; without it the terminal has none.")
    var listVersion: UInt32?

    @Option(
        name: .customLong("stopped"),
        help: "CARD:THROUGH[:RELEASED] on the list: issues of a card that are stopped. Repeatable.")
    var stopped: [ListedCard] = []

    @Option(help: "How old the terminal's list is.")
    var listAgeSeconds = 0

    @Option(help: "What is to be paid, in fen.")
    var amountFen: Int64 = 0

    @Option(help: "What was paid with the card on this day before, in fen.")
    var spentTodayFen: Int64 = 0

    func validate() throws {
        let highest = StatusRecord.highestLimit.fen
        for (name, value) in [
            ("--amount-fen", amountFen), ("--spent-today-fen", spentTodayFen),
        ] where !(0...highest).contains(value) {
            throw ValidationError("\(name) is \(value); it must be from 0 to \(highest).")
        }
        guard listAgeSeconds >= 0 else {
            throw ValidationError(
                "--list-age-seconds is \(listAgeSeconds); it must not be below 0.")
        }
        guard stopped.isEmpty || listVersion != nil else {
            throw ValidationError("--stopped is given without --list-version.")
        }
    }

    func run() async throws {
        let desk = try card.desk()
        let seen = try await desk.read()
        let list = listVersion.map { version in
            HeldList(
                version: ListVersion(version),
                entries: Dictionary(
                    stopped.map { ($0.card, $0.issues) }, uniquingKeysWith: { _, last in last }))
        }
        let presented = CardPresentation(
            card: seen.reading, listing: seen.listing(in: list), store: store)
        let verdict = presented.verdict
        try await carryOut(verdict, seen, list?.version, desk)
        print(
            TerminalText(
                seen: seen, presented: presented, demand: demand(verdict, seen)
            ).lines.joined(separator: "\n"))
    }

    private func carryOut(
        _ verdict: TerminalVerdict, _ seen: SeenCard, _ version: ListVersion?,
        _ desk: TerminalDesk
    ) async throws {
        guard let old = seen.status else { return }
        if verdict.outcome == .update {
            // A stamp never goes back: an older plan may not outrank a newer one.
            let stamp = max(old.goodAsOf, version ?? old.goodAsOf)
            try await desk.write(old.rewritten(.clear, goodAsOf: stamp, on: card.day), over: old)
        } else if verdict.setsFlag {
            try await desk.write(
                old.rewritten(.stopped, goodAsOf: old.goodAsOf, on: card.day), over: old)
        }
    }

    private func demand(_ verdict: TerminalVerdict, _ seen: SeenCard) -> PurchaseDemand? {
        guard verdict.outcome == .accept, let status = seen.status else { return nil }
        let age = store == nil ? listAgeSeconds : nil
        return PurchaseRule(
            singleLimit: status.singleLimit, dailyLimit: status.dailyLimit,
            allowance: ListAgeRule.ordinary.allowance(listAgeSeconds: age)
        ).demand(for: Money(fen: amountFen), spentToday: Money(fen: spentTodayFen))
    }
}

extension StatusRecord {
    /// The record after one more write of the flag.
    fileprivate func rewritten(
        _ flag: Flag, goodAsOf: ListVersion, on day: RecordDate
    ) -> StatusRecord {
        StatusRecord(
            flag: flag, goodAsOf: goodAsOf, limitsGeneration: limitsGeneration,
            singleLimit: singleLimit, dailyLimit: dailyLimit,
            updateCounter: updateCounter == .max ? .max : updateCounter + 1, writtenOn: day)
    }
}

extension StoreWord: ExpressibleByArgument {}

/// One entry of the terminal's list, as it is written in an argument.
struct ListedCard: ExpressibleByArgument {
    let card: CardNumber
    let issues: StoppedIssues

    init?(argument: String) {
        let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let number = UInt32(parts[0]),
            let through = UInt16(parts[1])
        else { return nil }
        let released = parts.count == 3 ? UInt16(parts[2]) : nil
        guard parts.count == 2 || released != nil else { return nil }
        card = CardNumber(number)
        issues = StoppedIssues(
            through: IssueNumber(through), released: released.map(IssueNumber.init))
    }
}
