internal import DeviceProtocols

/// A chip in the field of a reader that reaches it over a stream of bytes.
///
/// The chip is in the field from the beginning. What it keeps without power outlives every
/// connection and every loss of the field.
package struct RemoteChip {
    private let chip: any ChipInField
    private var received: [UInt8] = []

    package init(_ chip: any ChipInField) {
        self.chip = chip
        _ = chip.answerToSelect()
    }

    /// Another reader took its place: a new field, and nothing left of a message cut short.
    package mutating func changeReader() {
        received = []
        _ = chip.answerToSelect()
    }

    /// Takes bytes from the reader, in whatever pieces they come. - Returns: the bytes that go
    /// back.
    package mutating func receive(_ bytes: [UInt8]) -> [UInt8] {
        received += bytes
        var sent: [UInt8] = []
        while let message = RemoteChipMessage.take(from: &received) {
            switch message {
            case .fieldLost: _ = chip.answerToSelect()
            case .apdu(let command):
                // With a field the chip always answers.
                sent += RemoteChipMessage.apdu(chip.answer(command) ?? []).encoded
            }
        }
        return sent
    }
}
