import CampusCard

/// A command in the clear, with the protection that the card asks for it.
package struct CardCommand: Hashable, Sendable {
    /// How command and answer are protected inside an authenticated session. Outside one,
    /// everything is plain.
    package enum Protection: Hashable, Sendable {
        /// A command on the card or an application: under a MAC in EV2, in the clear with a MAC on
        /// the answer in EV1.
        case control
        /// A file in plain mode.
        case plain
        /// A file in MAC mode.
        case mac
        /// Enciphered data, either way. `answerLength` is the number of plain bytes in the answer.
        case full(answerLength: Int)
    }

    package let instruction: Instruction
    /// The parameters that always travel in the clear.
    package let header: [UInt8]
    /// The part that full protection enciphers.
    package let data: [UInt8]
    package let protection: Protection

    package init(
        _ instruction: Instruction, header: [UInt8] = [], data: [UInt8] = [],
        protection: Protection = .control
    ) {
        self.instruction = instruction
        self.header = header
        self.data = data
        self.protection = protection
    }

    /// The bytes that every MAC and check sum of EV1 begins with.
    var plainBytes: [UInt8] { [instruction.rawValue] + header + data }
}

extension CardCommand: CustomStringConvertible {
    /// The command's code and parameters, without its data.
    package var description: String {
        "command \(([instruction.rawValue] + header).hex) with \(data.count) bytes"
    }
}
