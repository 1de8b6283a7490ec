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

    /// Every command with its arguments, and its purpose below it, wrapped for a terminal of 80 columns.
    private static var table: String {
        MachineCommandName.allCases.map { name in
            ([name.usage] + wrapped(name.purpose).map { "    " + $0 })
                .map { "  " + $0 }.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    private static func wrapped(_ text: String) -> [String] {
        let width = 72
        return text.split(separator: " ").reduce(into: []) { lines, word in
            if let last = lines.last, last.count + word.count < width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
    }
}
