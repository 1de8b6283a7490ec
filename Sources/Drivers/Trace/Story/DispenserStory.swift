internal import DeviceProtocols

/// What a unit of one family of dispensers says, and what is said to it.
protocol FamilyStory: Sendable {
    mutating func sent(_ bytes: [UInt8]) -> [TraceNote]
    mutating func received(_ bytes: [UInt8]) -> [TraceNote]
}

/// A line, or reports, with a dispenser of any family at its end. Which one it is shows by the first bytes that go out in
/// which one of the codecs reads a command; until then they are told as those of the likeliest.
struct DispenserStory: Sendable {
    private let isPadded: Bool
    private var story: any FamilyStory
    private var isKnown = false

    /// - Parameter isPadded: bytes are reports, filled up with zeros, which mean nothing.
    init(isPadded: Bool) {
        self.isPadded = isPadded
        story = isPadded ? CRTHIDStory() : CRT591Story(isPadded: false)
    }

    mutating func sent(_ bytes: [UInt8]) -> [TraceNote] {
        if !isKnown, let found = family(commandedBy: bytes) {
            story = found
            isKnown = true
        }
        return story.sent(bytes)
    }

    mutating func received(_ bytes: [UInt8]) -> [TraceNote] { story.received(bytes) }

    private func family(commandedBy bytes: [UInt8]) -> (any FamilyStory)? {
        if CRT591Story.isCommand(bytes) { return CRT591Story(isPadded: isPadded) }
        if CRTHIDStory.isCommand(bytes) { return CRTHIDStory() }
        return TTCEStory.address(commandedBy: bytes).map(TTCEStory.init)
    }
}
