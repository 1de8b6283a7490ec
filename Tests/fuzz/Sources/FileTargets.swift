import DeviceProtocols
import Drivers
import Foundation

/// Files and streams of whole messages.
enum FileTargets {
    private static let bridges: SerialBridges = {
        let file = "hardware/serial-bridges/bridges.json"
        guard let json = FileManager.default.contents(atPath: file),
            let bridges = try? SerialBridges(json: json)
        else { preconditionFailure("\(file) is not there or refused: run from the repository") }
        return bridges
    }()

    /// A trace is told to its end or to its damage, in both languages.
    static func capture(_ bytes: [UInt8]) {
        // Most of what a fuzzer makes would fall at the file's head.
        let file = USBCaptureFile.header + bytes
        guard var story = try? TraceStory(file, bridges: bridges) else { return }
        var reports = DeviceReport.Language.allCases.map { TraceReport($0, isWhole: true) }
        var frames = 0
        while let frame = try? story.next() {
            frames += 1
            precondition(frames <= file.count, "a trace never ends")
            for index in reports.indices { _ = reports[index].lines(frame) }
            _ = try? TraceReport.json(frame)
        }
    }

    /// Streams are taken apart the same way however they come.
    static func chip(_ bytes: [UInt8]) {
        var whole = bytes
        var messages: [RemoteChipMessage] = []
        while let message = RemoteChipMessage.take(from: &whole) { messages.append(message) }
        precondition(messages.flatMap(\.encoded) + whole == bytes, "bytes are lost")
        var virtual = bytes
        while let message = VPCDMessage.unframed(from: &virtual) { _ = VPCDMessage(message) }
    }
}
