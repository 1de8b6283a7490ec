import Foundation
import KioskPorts
import Simulator
import Testing

/// Goal: no damage to a single byte on the line makes the driver or the unit trap, hang, move a card that nobody asked for,
/// move one twice, or lose one. Method: each byte of the messages in both directions of connect, observe, feed, present and
/// retain lost with all after it, changed, doubled and late, through driver, bridge and unit on virtual time. A motion is
/// looked at many times with the same bytes: the short form takes the first and the last of equal exchanges, and changes a
/// byte to 4 values; the long form (KIOSK_LONG=1) takes every message, and every value.
@Suite struct TTCECorruptionTests {
    private static let isLong = ProcessInfo.processInfo.environment["KIOSK_LONG"] == "1"
    /// The sweep of each direction is cut into so many tests, which run side by side.
    private static let parts = 2

    private static func values(insteadOf byte: UInt8) -> [UInt8] {
        if isLong { return (UInt8.min...UInt8.max).filter { $0 != byte } }
        let values: [UInt8] = [0x02, 0x04, 0x05, 0x06, 0x15, byte ^ 0x01, byte ^ 0x80]
        return Array(values.filter { $0 != byte }.suffix(4))
    }

    private static func changes(of message: [UInt8]) -> [Tamper.Change] {
        message.indices.flatMap { position in
            [.cut(position), .doubled(position), .late(position)]
                + values(insteadOf: message[position]).map { .changed(position, to: $0) }
        }
    }

    /// The messages to damage. An exchange is two messages in each direction.
    private static func chosen(_ messages: [[UInt8]]) -> [Int] {
        messages.indices.filter { index in
            guard !isLong, index >= 2, index + 2 < messages.count else { return true }
            return messages[index - 2] != messages[index] || messages[index + 2] != messages[index]
        }
    }

    @Test(
        "No damaged byte moves a card unasked or twice, or loses one",
        arguments: Tamper.Direction.allCases, 0..<parts)
    func sweep(direction: Tamper.Direction, part: Int) throws {
        let bench = try TTCEBench()
        var script = DispenserScript(bench)
        #expect(try script.runToFirstFault() == .noEffect)
        #expect(script.complaints.isEmpty)
        let undisturbed = bench.cable.messages(.toUnit).count
        let messages = bench.cable.messages(direction)
        var endings: [Ending: Int] = [:]
        for index in Self.chosen(messages) where index / 2 % Self.parts == part {
            for change in Self.changes(of: messages[index]) {
                let tamper = Tamper(direction: direction, index: index, change: change)
                endings[try run(tamper, undisturbed), default: 0] += 1
            }
        }
        let counts = Ending.allCases.map { "\($0.rawValue) \(endings[$0, default: 0])" }
        print(
            "TTCE \(direction.rawValue), part \(part): "
                + "\(endings.values.reduce(0, +)) damages: \(counts.joined(separator: ", "))")
        #expect(endings[.repeated, default: 0] > 0)
    }

    private func run(_ tamper: Tamper, _ undisturbed: Int) throws -> Ending {
        let bench = try TTCEBench(tamper: tamper)
        var script = DispenserScript(bench, undisturbed: undisturbed)
        let ending = try script.run()
        #expect(bench.cable.isHit, "\(tamper)")
        #expect(script.complaints.isEmpty, "\(tamper)")
        return ending
    }
}
