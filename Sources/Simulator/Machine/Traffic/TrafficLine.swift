/// One USB message between host and device, in words, for people who watch.
package struct TrafficLine: Hashable, Sendable, Codable {
    package let atMilliseconds: Int64
    package let plug: Plug
    /// From the host to the device.
    package let toDevice: Bool
    package let words: TrafficWords
    /// The first bytes, as hex. Data of a card is left out.
    package let bytes: String
    /// How often the same was said in turn.
    package internal(set) var times = 1

    /// Whether another line says the same.
    func isRepeated(by other: TrafficLine) -> Bool {
        plug == other.plug && toDevice == other.toDevice && words == other.words
    }
}

/// What a message means, in the page's two languages.
package struct TrafficWords: Hashable, Sendable, Codable {
    package let zh: String
    package let en: String
    /// A refusal, or bytes that make no sense.
    package let alarm: Bool

    init(_ zh: String, _ en: String, alarm: Bool = false) {
        self.zh = zh
        self.en = en
        self.alarm = alarm
    }
}
