import CampusCard
import CardPrimitives

/// A command of an FMCOS card in the clear.
package struct FMCOSCommand: Hashable, Sendable {
    let cla: UInt8
    let instruction: UInt8
    let p1: UInt8
    let p2: UInt8
    let data: [UInt8]
    /// The length that is expected, 0 for all there is; nil where no answer is.
    let expected: UInt8?

    init(
        _ cla: UInt8, _ instruction: UInt8, _ p1: UInt8, _ p2: UInt8, _ data: [UInt8] = [],
        expecting expected: UInt8? = nil
    ) {
        self.cla = cla
        self.instruction = instruction
        self.p1 = p1
        self.p2 = p2
        self.data = data
        self.expected = expected
    }

    /// As it is sent without protection.
    var apdu: [UInt8] {
        let body = data.isEmpty ? [] : [UInt8(data.count)] + data
        return [cla, instruction, p1, p2] + body + (expected.map { [$0] } ?? [])
    }

    /// As it is sent with a MAC under `key`, which begins with a challenge of four bytes. Length and
    /// class are those of the protected command.
    func protected(_ data: [UInt8], key: FMCOSLineKey, challenge: [UInt8]) -> [UInt8] {
        let header = [cla | 0x04, instruction, p1, p2, UInt8(data.count + 4)]
        let code = FMCOSCryptography.code(
            header + data, key: key.key, start: challenge + [0, 0, 0, 0])
        return header + data + code
    }
}

extension FMCOSCommand: CustomStringConvertible {
    /// Without its data.
    package var description: String {
        "command \([cla, instruction, p1, p2].hex) with \(data.count) bytes"
    }
}
