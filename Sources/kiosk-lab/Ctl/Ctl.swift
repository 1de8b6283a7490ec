import ArgumentParser
import Foundation
import Simulator

/// `kiosk-lab ctl`: one act of a hand, of staff or of fate on a running machine.
struct Ctl: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Act on a running machine: jam it, take the card, pull a plug, cut the power.",
        discussion: """
            Prints what is so afterwards. The exit status is 0 when it is done, 1 when it cannot \
            be: standard error says why, and what to do instead.

            \(Ctl.table)

            Examples:
              kiosk-lab ctl --socket /tmp/machine/ctl person manual
              kiosk-lab ctl --socket /tmp/machine/ctl take-card
              kiosk-lab ctl --socket /tmp/machine/ctl state
            """)

    @Option(help: "The control socket that `kiosk-lab machine` printed.")
    var socket: String

    @Argument(parsing: .remaining, help: "The command and its arguments.")
    var command: [String]

    func run() throws {
        do {
            let answer = try MachineControlClient(path: socket).send(command)
            guard answer.done else {
                throw MachineRefusal(answer.text, remedy: answer.remedy ?? "see --help")
            }
            print(try answer.state.map(Self.json) ?? answer.text)
        } catch let refusal as MachineRefusal {
            FileHandle.standardError.write(Data("kiosk-lab ctl: \(refusal)\n".utf8))
            throw ExitCode.failure
        }
    }

    private static func json(_ state: MachineView) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(state), as: UTF8.self)
    }

    /// Every command with its arguments and its purpose, in columns.
    private static var table: String {
        let width = 36
        return MachineCommandName.allCases.map { name in
            let usage = name.usage
            let gap =
                usage.count < width
                ? String(repeating: " ", count: width - usage.count)
                : "\n" + String(repeating: " ", count: width + 2)
            return "  \(usage)\(gap)\(name.purpose)"
        }.joined(separator: "\n")
    }
}
