import ArgumentParser
import Drivers
import Foundation
import KioskConfiguration

/// `kiosk trace show`.
struct ShowTrace: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Explain a trace frame by frame, in words.",
        discussion: """
            Each line has the frame's number as Wireshark counts, its time in UTC, the \
            milliseconds since the line before, the device by bus and address with what its \
            descriptors say that it is, the direction, and what was said: settings of a serial \
            bridge, commands, states and error codes of a dispenser, messages of a card reader, \
            names and status words of card commands. ✗ marks what a person who looks for a fault \
            looks at first. Card contents and keys are named as redacted, also of a trace that \
            another program wrote and that holds them.

            Which device is which serial bridge is told by the table beside the profiles of the \
            configuration; --bridges names the table where there is no configuration.

            Examples:
              kiosk trace show usb.pcap --language zh
              kiosk trace show usb.pcap --bridges hardware/serial-bridges/bridges.json
              kiosk trace show usb.pcap --json

            Exit status: 0 when the whole file was told, 1 when it is damaged, cut off or no \
            trace: what comes before is told, and the byte where it begins to be wrong.
            """)

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "The trace.", completion: .file(extensions: ["pcap"]))
    var file: String

    @Option(help: "The language of the lines, en or zh.")
    var language = DeviceReport.Language.english

    @Option(
        help: "The table of serial bridges, in place of that of the configuration.",
        completion: .file(extensions: ["json"]))
    var bridges: String?

    @Flag(help: "Also frames that only say that a transfer began, or ended as it should.")
    var all = false

    @Flag(help: "Print one JSON object for each frame, in both languages, instead of words.")
    var json = false

    func run() throws {
        let bytes: [UInt8]
        let table: SerialBridges
        do {
            bytes = try FileBytes.read(file)
            table = try readBridges()
        } catch {
            StandardError.write("kiosk: \(error)")
            throw ExitCode.failure
        }
        do throws(TraceFault) {
            var story = try TraceStory(bytes, bridges: table)
            var report = TraceReport(language, isWhole: all)
            while let frame = try story.next() { tell(frame, &report) }
        } catch {
            StandardError.write("kiosk: \(file): \(error.words.text(language))")
            throw ExitCode.failure
        }
    }

    private func tell(_ frame: TraceFrame, _ report: inout TraceReport) {
        guard json else { return report.lines(frame).forEach { print($0) } }
        // Encoding numbers and texts into memory does not fail.
        if let line = try? TraceReport.json(frame) { print(line) }
    }

    private func readBridges() throws -> SerialBridges {
        if let bridges { return try SerialBridges(json: FileBytes.read(bridges)) }
        guard FileManager.default.fileExists(atPath: configuration.file) else {
            throw NoBridges(configuration: configuration.file)
        }
        let folder = URL(fileURLWithPath: configuration.file).deletingLastPathComponent().path
        let read = try KioskConfiguration.read(
            FileBytes.read(configuration.file), file: configuration.file, folder: folder)
        return try DispenserProfiles.bridges(folder: read.dispenser.profiles)
    }
}

/// Neither a configuration nor a table of bridges was named.
private struct NoBridges: Error, CustomStringConvertible {
    let configuration: String

    var description: String {
        "there is no configuration \(configuration) that names the table of serial bridges; name it with"
            + " --bridges hardware/serial-bridges/bridges.json"
    }
}
