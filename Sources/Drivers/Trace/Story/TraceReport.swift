internal import Foundation
internal import KioskPorts

/// A trace's frames as lines: for people in one language, for programs as JSON.
package struct TraceReport: Sendable {
    private let language: DeviceReport.Language
    /// Also frames that only say that a transfer began, or ended as it should.
    private let isWhole: Bool
    private var last: Int64?
    private var day = ""

    package init(_ language: DeviceReport.Language, isWhole: Bool) {
        self.language = language
        self.isWhole = isWhole
    }

    /// The lines of one frame; none for a frame that says nothing, unless all are wanted. A day's first frame has its date
    /// above it. Times are UTC, the second figure is the milliseconds since the line before.
    package mutating func lines(_ frame: TraceFrame) -> [String] {
        guard isWhole || !frame.notes.isEmpty else { return [] }
        let time = Self.time(frame.microseconds)
        var lines: [String] = []
        if time.day != day {
            day = time.day
            lines.append("== \(day) UTC")
        }
        let since = (frame.microseconds - (last ?? frame.microseconds)) / 100
        last = frame.microseconds
        let head = [
            Self.padded("#\(frame.number)", 7), time.clock,
            Self.padded("+\(since / 10).\(abs(since % 10))", 9), name(frame.device),
            frame.direction == .toDevice ? "→" : "←",
        ].joined(separator: " ")
        let texts = frame.notes.map { ($0.isAlarm ? "✗ " : "") + $0.words.text(language) }
        let text = texts.isEmpty ? plain(frame) : texts.joined(separator: " · ")
        return lines + ["\(head) \(text)"]
    }

    private func name(_ device: TraceDevice) -> String {
        "\(device.id.bus)/\(device.id.address) \(device.name.text(language))"
    }

    private func plain(_ frame: TraceFrame) -> String {
        let words =
            frame.isEnd
            ? TraceWords("\(frame.transfer) transfer ended", "\(frame.transfer) 传输结束")
            : TraceWords("\(frame.transfer) transfer began", "\(frame.transfer) 传输开始")
        return words.text(language)
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private static func time(_ microseconds: Int64) -> (day: String, clock: String) {
        let seconds = microseconds / 1_000_000
        let text = Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601)
        let millis = padded("\(microseconds % 1_000_000 / 1_000)", 3).map { $0 == " " ? "0" : $0 }
        return (
            String(text.prefix(10)), String(text.dropFirst(11).prefix(8)) + "." + String(millis)
        )
    }

    /// One line of JSON with everything that a frame says, in both languages.
    package static func json(_ frame: TraceFrame) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let time = time(frame.microseconds)
        let line = Line(
            frame: frame.number, offset: frame.offset, microseconds: frame.microseconds,
            time: "\(time.day)T\(time.clock)Z", bus: frame.device.id.bus,
            address: frame.device.id.address, product: frame.device.product?.description,
            device: frame.device.name, direction: frame.direction, transfer: frame.transfer,
            endpoint: frame.endpoint, isEnd: frame.isEnd, notes: frame.notes)
        return String(decoding: try encoder.encode(line), as: UTF8.self)
    }

    private struct Line: Encodable {
        let frame: Int
        let offset: Int
        let microseconds: Int64
        let time: String
        let bus: UInt8
        let address: UInt8
        let product: String?
        let device: TraceWords
        let direction: TraceFrame.Direction
        let transfer: String
        let endpoint: UInt8
        let isEnd: Bool
        let notes: [TraceNote]
    }
}
