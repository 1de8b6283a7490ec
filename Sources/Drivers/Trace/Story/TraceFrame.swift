package import KioskPorts

/// One packet of a trace, explained.
package struct TraceFrame: Hashable, Sendable {
    /// Which way what it tells went.
    package enum Direction: String, Hashable, Sendable, Codable {
        case toDevice, toHost
    }

    /// From 1, as Wireshark counts.
    package let number: Int
    /// Of its record in the file.
    package let offset: Int
    /// Since 1970 UTC.
    package let microseconds: Int64
    package let device: TraceDevice
    package let direction: Direction
    /// `bulk`, `control`, `interrupt` or `isochronous`.
    package let transfer: String
    /// With its direction bit.
    package let endpoint: UInt8
    /// The packet ends a transfer; else it begins one.
    package let isEnd: Bool
    /// Empty: it only says that a transfer began or ended as it should.
    package let notes: [TraceNote]
}

/// A device as its descriptors in the trace show it.
package struct TraceDevice: Hashable, Sendable {
    package let id: USBDeviceID
    /// Nil while the trace has not shown its descriptors.
    package let product: USBProductID?
    package let name: TraceWords
}

/// One thing that a packet says.
package struct TraceNote: Hashable, Sendable, Codable {
    /// What it is about; a program can rely on these words.
    package enum Subject: String, Hashable, Sendable, Codable, CaseIterable {
        /// Descriptors and other standard requests.
        case device
        /// How a transfer ended.
        case transfer
        /// A request to a serial bridge.
        case bridge
        /// A packet or a control of a dispenser's unit.
        case dispenser
        /// A message to or from a card reader.
        case reader
        /// A command to a card, or its answer.
        case card
    }

    package let subject: Subject
    package let words: TraceWords
    /// A person who looks for a fault looks here first.
    package let isAlarm: Bool
    /// What the words are made of, for programs.
    package let fields: [String: String]

    init(
        _ subject: Subject, _ words: TraceWords, isAlarm: Bool = false,
        fields: [String: String] = [:]
    ) {
        self.subject = subject
        self.words = words
        self.isAlarm = isAlarm
        self.fields = fields
    }
}
