import Foundation
import Testing

/// Goal: whoever meets a command for the first time learns from its help what it does, when to use it, how to call it, and
/// what its exit status means; and one who errs is told what was wrong and where to read on. Method: the three programs as
/// they were built say which commands they have; each is asked.
@Suite struct HelpTests {
    static let programs = ["kiosk", "central-store", "kiosk-lab"]

    @Test(
        "Every command says what it does, when to use it, and how to call it", arguments: programs)
    func worthReading(program: String) throws {
        let commands = try ProgramHelp.commands(of: program)
        #expect(commands.count > 5)
        for command in commands {
            let name = command.path
            #expect(command.abstract.count >= 20, "\(name): its abstract says too little")
            #expect(command.abstract.last == ".", "\(name): its abstract is no sentence")
            let parts = command.discussion.components(separatedBy: "Example")
            #expect(parts.count == 2, "\(name): its discussion has no example, or several headings")
            #expect(
                parts[0].count >= 60, "\(name): its discussion says too little before the example")
            let lines = parts.last?.split(separator: "\n").dropFirst() ?? []
            let call = lines.first.map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
            #expect(call.hasPrefix(name), "\(name): its example is '\(call)'")
            for fault in Self.wrapping(command.discussion) { Issue.record("\(name): \(fault)") }
            if !command.isGroup {
                let tellsStatus = command.discussion.lowercased().contains("exit status")
                #expect(tellsStatus, "\(name): nothing is said of its exit status")
            }
            for argument in command.arguments where argument.isVisible {
                #expect(
                    argument.abstract.count >= 4, "\(name): nothing is said of \(argument.name)")
            }
        }
    }

    /// Prose is one line for each paragraph, which the terminal's width wraps; what is set in columns fits 80.
    private static func wrapping(_ discussion: String) -> [String] {
        let lines = discussion.components(separatedBy: "\n")
        let byHand = zip(lines, lines.dropFirst()).filter { line, next in
            [line, next].allSatisfy { $0.first.map { !$0.isWhitespace } ?? false }
        }.map { "'\($0.0)' is wrapped by hand" }
        let wide = lines.filter { $0.first == " " && $0.count > 80 }.map { "'\($0)' is too wide" }
        return byHand + wide
    }

    @Test("Every example in a help can be parsed by the command that it shows", arguments: programs)
    func examplesHold(program: String) throws {
        for command in try ProgramHelp.commands(of: program) where !command.isGroup {
            let options = Set(command.arguments.flatMap(\.spellings) + ["--help"])
            let example = command.discussion.components(separatedBy: "Example").last ?? ""
            for word in example.split(whereSeparator: \.isWhitespace) where word.hasPrefix("--") {
                let option = word.prefix { $0 != "=" && $0 != "." }
                #expect(
                    options.contains(String(option)),
                    "\(command.path): its help shows \(option), which it does not take")
            }
        }
    }

    @Test(
        "Wrong arguments are answered with the usage and where to read on; the status is 64",
        arguments: programs)
    func wrongOption(program: String) throws {
        for command in try ProgramHelp.commands(of: program) where !command.isGroup {
            // kiosk-lab ctl passes its words on to the machine.
            if command.path == "kiosk-lab ctl" { continue }
            let words = Array(command.path.split(separator: " ").dropFirst().map(String.init))
            let run = try ProgramHelp.run(program, words + ["--no-such-option"])
            #expect(run.status == 64, "\(command.path) ends with \(run.status): \(run.errors)")
            #expect(run.errors.hasPrefix("Error: "), "\(command.path): \(run.errors)")
            #expect(run.errors.contains("Usage: \(command.path)"), "\(run.errors)")
            #expect(run.errors.contains("'\(command.path) --help'"), "\(run.errors)")
        }
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        let words: String
        let status: Int32
        /// What standard error must say.
        let says: [String]

        var testDescription: String { words }
    }

    static let mistakes: [Mistake] = [
        Mistake(words: "kiosk stock count --by chen", status: 64, says: ["--hopper", "--bin"]),
        Mistake(
            words: "kiosk stock count --by chen --hopper=-1", status: 64, says: ["hopper", "0"]),
        Mistake(words: "kiosk journal show --since 0", status: 64, says: ["--since", "1"]),
        Mistake(words: "kiosk journal show /nowhere/j", status: 2, says: ["/nowhere/j"]),
        Mistake(words: "kiosk trace show /nowhere/t.pcap", status: 1, says: ["/nowhere/t.pcap"]),
        Mistake(words: "kiosk check-config", status: 64, says: ["file", "--keys"]),
        Mistake(words: "kiosk check-config /nowhere/k.json", status: 1, says: ["/nowhere/k.json"]),
        Mistake(
            words: "central-store serve --port 70000", status: 64, says: ["70000", "65535"]),
        Mistake(
            words: "central-store ledger --newest=-1", status: 64, says: ["-1", "0 or more"]),
        Mistake(
            words: "central-store suspects --data /nowhere", status: 1,
            says: ["/nowhere/store.sqlite", "--data"]),
        Mistake(
            words: "central-store kiosk add no/name", status: 64,
            says: ["no/name", "letters, digits"]),
        Mistake(
            words: "central-store case close c-1 --who zhao --why ", status: 64, says: ["--why"]),
        Mistake(
            words: "central-store evidence used 04A1 --terminal T", status: 64,
            says: ["04A1", "hexadecimal"]),
        Mistake(
            words: "central-store keys check --data /nowhere", status: 1, says: ["/nowhere/keys"]),
        Mistake(words: "kiosk-lab simulate --cases 0", status: 64, says: ["--cases is 0"]),
        Mistake(words: "kiosk-lab simulate --tier C", status: 64, says: ["'A' and 'B'"]),
        Mistake(
            words: "kiosk-lab replay abc", status: 64, says: ["abc", "SEED", "kiosk-lab replay"]),
        Mistake(
            words: "kiosk-lab ctl --socket /nowhere jam", status: 1, says: ["/nowhere", "machine"]),
        Mistake(
            words: "kiosk-lab machine --folder /tmp/no-bus --replay /nowhere/t.pcap", status: 1,
            says: ["/nowhere/t.pcap"]),
        Mistake(
            words: "kiosk-lab machine --folder /tmp/no-bus --replay t.pcap --state s", status: 64,
            says: ["--replay", "--state"]),
        Mistake(
            words: "kiosk-lab bench idle --process 99999999", status: 1, says: ["99999999"]),
    ]

    @Test(
        "A mistake is answered with the value, its bound, and the right status", arguments: mistakes
    )
    func mistake(_ mistake: Mistake) throws {
        var words = mistake.words.components(separatedBy: " ")
        let run = try ProgramHelp.run(words.removeFirst(), words)
        #expect(run.status == mistake.status, "\(run.status): \(run.errors)")
        for text in mistake.says {
            #expect(run.errors.contains(text), "'\(text)' is not in: \(run.errors)")
        }
    }
}

/// The programs beside the one that runs the tests.
private enum ProgramHelp {
    struct Command {
        let path: String
        let abstract: String
        let discussion: String
        let isGroup: Bool
        let arguments: [Argument]
    }

    struct Argument: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String
        }

        let kind: String
        let shouldDisplay: Bool
        let names: [Name]?
        let valueName: String?
        let abstract: String

        enum CodingKeys: String, CodingKey { case kind, shouldDisplay, names, valueName, abstract }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            kind = try fields.decode(String.self, forKey: .kind)
            shouldDisplay = try fields.decode(Bool.self, forKey: .shouldDisplay)
            names = try fields.decodeIfPresent([Name].self, forKey: .names)
            valueName = try fields.decodeIfPresent(String.self, forKey: .valueName)
            abstract = try fields.decodeIfPresent(String.self, forKey: .abstract) ?? ""
        }

        var isVisible: Bool { shouldDisplay }
        var name: String { spellings.first ?? valueName ?? kind }
        var spellings: [String] {
            (names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name }
        }
    }

    /// What a program tells of itself with `--experimental-dump-help`.
    private struct Dump: Decodable {
        let command: Node
    }

    private struct Node: Decodable {
        let commandName: String
        let abstract: String?
        let discussion: String?
        let arguments: [Argument]?
        let subcommands: [Node]?

        func flattened(_ before: String = "") -> [Command] {
            let path = before.isEmpty ? commandName : "\(before) \(commandName)"
            let below = (subcommands ?? []).filter { $0.commandName != "help" }
            let own = Command(
                path: path, abstract: abstract ?? "", discussion: discussion ?? "",
                isGroup: !below.isEmpty, arguments: arguments ?? [])
            return [own] + below.flatMap { $0.flattened(path) }
        }
    }

    static func commands(of program: String) throws -> [Command] {
        let run = try run(program, ["--experimental-dump-help"])
        return try JSONDecoder().decode(Dump.self, from: Data(run.output.utf8)).command.flattened()
    }

    static func run(
        _ program: String, _ words: [String]
    ) throws -> (status: Int32, output: String, errors: String) {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let process = Process()
        process.executableURL = URL(filePath: tests).deletingLastPathComponent()
            .appending(path: program)
        process.arguments = words
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        let complaint = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (
            process.terminationStatus, String(decoding: text, as: UTF8.self),
            String(decoding: complaint, as: UTF8.self)
        )
    }
}
