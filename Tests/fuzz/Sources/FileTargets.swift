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
        // What a fuzzer makes would fall at the file's head, and most of it at the packets'.
        var input = FuzzInput(bytes)
        let isWhole = input.byte() & 1 == 1
        let file = USBCaptureFile.header + (isWhole ? packets(&input) : input.remainder())
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

    /// Packets that are sound, with anything in them: a transfer has two.
    private static func packets(_ input: inout FuzzInput) -> [UInt8] {
        var records: [UInt8] = []
        var number: UInt64 = 0
        while !input.isEmpty {
            number += 1
            let kinds = USBCapturePacket.Kind.allCases
            let kind = kinds[Int(input.byte()) % kinds.count]
            let (endpoint, device) = (input.byte(), input.byte() & 3)
            let setup = kind == .control ? input.bytes(8) : nil
            let (out, back) = (input.piece(), input.piece())
            let isIn = (setup?.first ?? endpoint) & 0x80 != 0
            let status = Int32(Int8(bitPattern: input.byte() & 0x80))
            let ends: [(USBCapturePacket.Event, Int32, [UInt8])] = [
                (.submitted, USBCapturePacket.inProgress, isIn ? [] : out),
                (.completed, status, isIn ? back : []),
            ]
            for (event, status, data) in ends {
                records += USBCaptureFile.record(
                    USBCapturePacket(
                        number: number, event: event, kind: kind, endpoint: endpoint,
                        device: device, bus: 1,
                        setup: event == .submitted && setup?.count == 8 ? setup : nil,
                        microseconds: Int64(number), status: status, length: data.count,
                        data: data))
            }
        }
        return records
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
