import Simulator
import Testing

@Suite("Commands to the machine")
struct CommandTests {
    /// A command's words, and a part of the reason or remedy with which it must be refused.
    struct Refusal: CustomTestStringConvertible, Sendable {
        let words: String
        let telling: String
        var testDescription: String { words }
    }

    static let unreadable = [
        Refusal(words: "", telling: "no command was given"),
        Refusal(words: "dance", telling: "take-card"),
        Refusal(words: "jam sideways", telling: "feed|toRead|toExit|toBin"),
        Refusal(words: "load", telling: "load N"),
        Refusal(words: "load 0", telling: "load N"),
        Refusal(words: "load many", telling: "load N"),
        Refusal(words: "pull", telling: "dispenser|reader|counter"),
        Refusal(words: "plug printer", telling: "dispenser|reader|counter"),
        Refusal(words: "person", telling: "auto [SECONDS]|manual|absent"),
        Refusal(words: "person auto 3601", telling: "0 to 3600 s"),
        Refusal(words: "person auto soon", telling: "0 to 3600 s"),
        Refusal(words: "next-blank golden", telling: "blank|bad|foreign|used|scrap"),
        Refusal(words: "sensor nose on", telling: "readPosition"),
        Refusal(words: "sensor exit maybe", telling: "on|off|free"),
        Refusal(words: "fault list", telling: "doubleFeed"),
        Refusal(words: "fault sensorStuckOn", telling: "sensor NAME"),
        Refusal(words: "unjam now", telling: "write: unjam"),
    ]

    static let impossible = [
        Refusal(words: "unjam", telling: "jam"),
        Refusal(words: "take-card", telling: "the path is empty"),
        Refusal(words: "leave-card", telling: "no card stands at the exit"),
        Refusal(words: "tap-card", telling: "take-card"),
        Refusal(words: "lift-card", telling: "tap-card"),
        Refusal(words: "load 36", telling: "at most 35"),
        Refusal(words: "plug reader", telling: "pull reader"),
        Refusal(words: "power-on", telling: "power-cut"),
    ]

    static let accepted = [
        "jam", "jam feed", "jam toRead", "jam toExit", "jam toBin", "clear-path", "load 3",
        "empty-hopper", "fill-bin", "empty-bin", "pull dispenser", "pull reader", "pull counter",
        "person auto", "person auto 0", "person manual", "person absent", "next-blank bad",
        "next-blank foreign", "next-blank used", "sensor exit on", "sensor exit off",
        "sensor exit free", "fault doubleFeed", "power-cut", "state",
    ]

    private func words(_ text: String) -> [String] {
        text.split(separator: " ").map(String.init)
    }

    @Test("Words that make no command are refused with what to write", arguments: unreadable)
    func unreadableIsRefused(row: Refusal) {
        let refusal = #expect(throws: MachineRefusal.self) {
            try MachineCommand(words: words(row.words))
        }
        #expect(refusal?.description.contains(row.telling) == true)
    }

    @Test("What cannot be done now is refused with what to do", arguments: impossible)
    func impossibleIsRefused(row: Refusal) throws {
        let command = try MachineCommand(words: words(row.words))
        var machine = try MachineFixture.machine()
        var mint = CardMint(seed: 1)
        let before = machine
        let refusal = #expect(throws: MachineRefusal.self) {
            try machine.obey(command, mint: &mint)
        }
        #expect(refusal?.description.contains(row.telling) == true)
        #expect(machine == before)
    }

    @Test("What can be done is done and said", arguments: accepted)
    func possibleIsDone(text: String) throws {
        let command = try MachineCommand(words: words(text))
        var machine = try MachineFixture.machine()
        var mint = CardMint(seed: 1)
        for _ in 0..<5 { _ = mint.cards(1, of: .blank) }
        let said = try machine.obey(command, mint: &mint)
        #expect(!said.isEmpty)
        #expect(machine.countedByPlaces == machine.cards.count)
    }

    @Test(
        "Hands keep out while the motors move",
        arguments: [
            "empty-hopper", "fill-bin", "empty-bin", "clear-path", "take-card", "leave-card",
        ])
    func handsKeepOut(text: String) throws {
        let command = try MachineCommand(words: words(text))
        var machine = try MachineFixture.machine(cardAt: .exit)
        machine.begin(.toBin)
        var mint = CardMint(seed: 1)
        let refusal = #expect(throws: MachineRefusal.self) {
            try machine.obey(command, mint: &mint)
        }
        #expect(refusal?.reason.contains("the motors are moving") == true)
    }

    @Test("Every command has a usage that begins with its name, and a purpose")
    func usagesAreComplete() {
        for name in MachineCommandName.allCases {
            #expect(name.usage.split(separator: " ").first.map(String.init) == name.rawValue)
            #expect(name.purpose.hasSuffix("."))
        }
    }

    @Test("Cards of one mint never share a UID, nor with another seed's")
    func mintedCardsDiffer() {
        var one = CardMint(seed: 1)
        var other = CardMint(seed: 2)
        let cards = one.cards(5000, of: .blank) + other.cards(5000, of: .blank)
        #expect(Set(cards.map(\.uid)).count == 10_000)
    }
}
