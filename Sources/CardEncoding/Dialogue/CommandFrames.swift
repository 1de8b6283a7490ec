/// The ISO 7816 wrapping of a native command: `90 INS 00 00 [Lc data] 00`, cut into frames that
/// every DESFire takes; the frames after the first go out as `90 AF …`.
package struct CommandFrames: Sendable {
    /// Data bytes of a frame. EV1 takes 55 at most; EV2 and EV3 take more, and never less.
    package static let chunkLength = 52
    /// Data bytes of a command that the reader cuts into blocks itself.
    private static let wholeLength = 255

    private let chunkLength: Int
    private var rest: ArraySlice<UInt8>
    private var instruction: UInt8

    package init(
        instruction: UInt8, payload: [UInt8], chunkLength: Int = CommandFrames.chunkLength
    ) {
        precondition((1...255).contains(chunkLength), "a frame holds 1 to 255 bytes")
        self.instruction = instruction
        let isWhole = Self.wholeInstructions.contains(instruction)
        self.chunkLength = isWhole ? Self.wholeLength : chunkLength
        rest = payload[...]
    }

    private static let wholeInstructions = [
        Instruction.readDataWhole.rawValue, Instruction.writeDataWhole.rawValue,
    ]

    /// Whether everything has gone out.
    package var isExhausted: Bool {
        rest.isEmpty && instruction == Instruction.additionalFrame.rawValue
    }

    /// The next APDU.
    package mutating func next() -> [UInt8] {
        let chunk = rest.prefix(chunkLength)
        rest = rest.dropFirst(chunkLength)
        defer { instruction = Instruction.additionalFrame.rawValue }
        return Self.wrapped(instruction, Array(chunk))
    }

    /// `90 AF 00 00 00`: asks for the rest of an answer.
    package static let continuation = wrapped(Instruction.additionalFrame.rawValue, [])

    package static func wrapped(_ instruction: UInt8, _ data: [UInt8]) -> [UInt8] {
        let body = data.isEmpty ? [] : [UInt8(data.count)] + data
        return [0x90, instruction, 0x00, 0x00] + body + [0x00]
    }
}
