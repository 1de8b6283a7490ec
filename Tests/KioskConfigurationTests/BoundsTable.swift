import Testing

/// For each key, values just outside and exactly at its bounds, as JSON text.
enum BoundsTable {
    struct Row: Sendable, CustomTestStringConvertible {
        let path: String
        let value: String
        var testDescription: String { "\(path) = \(value.prefix(40))" }
    }

    private static let wholes: [(path: String, bounds: ClosedRange<Int>)] = [
        ("store.port", 1...65_535), ("screen.port", 1...65_535),
        ("dispenser.unitAddress", 0...15), ("binCapacityCards", 3...999),
        ("keyGeneration", 1...255),
        ("zoneOffsetMinutes", -720...840), ("timers.quietSeconds", 30...300),
        ("timers.countdownSeconds", 20...120), ("timers.pickupTimeoutSeconds", 10...120),
        ("timers.commitAskPauseSeconds", 1...30), ("timers.commitAskLimitSeconds", 10...300),
        ("timers.printingSeconds", 5...60), ("trace.sizeLimitMegabytes", 1...1_024),
        ("trace.memoryMegabytes", 1...64), ("trace.dumpLimitFiles", 1...1_000),
    ]

    private static let paths = [
        "folder", "store.certificate", "store.key", "store.trust", "screen.texts",
        "dispenser.profiles", "printer.words", "cardProfile", "trace.file",
        "trace.dumpFolder",
    ]

    private static let sockets = [
        "dispenser.usbSocket", "readers.readPosition.usbSocket", "readers.counter.usbSocket",
    ]

    static let outside: [Row] =
        wholes.flatMap { key in
            [key.bounds.lowerBound - 1, key.bounds.upperBound + 1].map {
                Row(path: key.path, value: String($0))
            }
        }
        + rows(paths, [quoted(""), quoted(repeating: "a", 513), quoted("a\\u0007")])
        + rows(sockets, ["1", "1-", "0-1", "1-1.", "1-x", "01-1", "1-1.2.3.4.5.6.7.8"].map(quoted))
        + rows(["store.host"], ["", "a b", "häuser"].map(quoted))
        + rows(["kiosk"], [quoted(""), quoted("K 1"), quoted(repeating: "a", 33)])
        + rows(
            ["readers.readPosition.serialNumber", "readers.counter.serialNumber"],
            [quoted(""), quoted(repeating: "a", 127)])
        + rows(["printer.queue"], [quoted(""), quoted("a b"), quoted(repeating: "a", 128)])
        + rows(["printer.uri"], ["", "http://p/", "ipp:///x", "ipp://"].map(quoted))
        + rows(["printer.languages"], [quoted(""), quoted("german")])
        + rows(["dispenser.family"], [quoted(""), quoted("crt-592"), quoted("TTCE")])

    static let inside: [Row] =
        wholes.flatMap { key in
            [key.bounds.lowerBound, key.bounds.upperBound].map {
                Row(path: key.path, value: String($0))
            }
        }
        + rows(paths, [quoted("a"), quoted(repeating: "a", 512)])
        + rows(["dispenser.usbSocket"], ["1-9", "255-1.2.3.4.5.6.7"].map(quoted))
        + rows(["kiosk"], [quoted("K"), quoted(repeating: "a", 32)])
        + rows(["printer.queue"], [quoted("a"), quoted(repeating: "a", 127)])
        + rows(["printer.languages"], ["chinese", "english", "both"].map(quoted))
        + rows(["dispenser.family"], ["crt-591", "ttce", "crt-hid"].map(quoted))

    private static func rows(_ paths: [String], _ values: [String]) -> [Row] {
        paths.flatMap { path in values.map { Row(path: path, value: $0) } }
    }

    private static func quoted(_ text: String) -> String { "\"\(text)\"" }
    private static func quoted(repeating text: String, _ count: Int) -> String {
        quoted(String(repeating: text, count: count))
    }
}
