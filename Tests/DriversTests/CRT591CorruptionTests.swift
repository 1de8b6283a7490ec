import Foundation
import KioskPorts
import Simulator
import Testing

/// Goal: no damage to a single message on the line makes the driver or the unit trap, hang, move a card that nobody
/// asked for, move one twice, or lose one. Method: every prefix and every changed byte of every message in both
/// directions of connect, observe, feed, present and retain, through driver, bridge and unit on virtual time. The
/// short form changes each byte to 8 values, the long form (KIOSK_LONG=1) to all 255.
@Suite struct CRT591CorruptionTests {
    private static let isLong = ProcessInfo.processInfo.environment["KIOSK_LONG"] == "1"
    /// The sweep of each direction is cut into so many tests, which run side by side.
    private static let parts = 2

    /// Values that mean something on this line, and single bits.
    private static func values(insteadOf byte: UInt8) -> [UInt8] {
        if isLong { return (UInt8.min...UInt8.max).filter { $0 != byte } }
        let values: Set<UInt8> = [
            0xF2, 0x03, 0x06, 0x15, 0x04, 0x00, byte ^ 0x01, byte ^ 0x80, byte ^ 0x08,
        ]
        return Array(values.subtracting([byte]).sorted().prefix(8))
    }

    private static func changes(of message: [UInt8]) -> [Tamper.Change] {
        message.indices.map { .cut($0) }
            + message.indices.flatMap { position in
                values(insteadOf: message[position]).map { .changed(position, to: $0) }
            }
    }

    @Test(
        "No damaged message moves a card unasked or twice, or loses one",
        arguments: Tamper.Direction.allCases, 0..<parts)
    func sweep(direction: Tamper.Direction, part: Int) throws {
        let bench = try DispenserBench()
        var script = DispenserScript(bench)
        #expect(try script.runToFirstFault() == .noEffect)
        #expect(script.complaints.isEmpty)
        let undisturbed = bench.cable.messages(.toUnit).count
        let messages = bench.cable.messages(direction)
        var endings: [Ending: Int] = [:]
        for (index, message) in messages.enumerated() where index / 2 % Self.parts == part {
            for change in Self.changes(of: message) {
                let tamper = Tamper(direction: direction, index: index, change: change)
                endings[try run(tamper, undisturbed), default: 0] += 1
            }
        }
        let counts = Ending.allCases.map { "\($0.rawValue) \(endings[$0, default: 0])" }
        print(
            "CRT-591 \(direction.rawValue), part \(part): "
                + "\(endings.values.reduce(0, +)) damages: \(counts.joined(separator: ", "))")
        #expect(endings[.repeated, default: 0] > 0)
    }

    private func run(_ tamper: Tamper, _ undisturbed: Int) throws -> Ending {
        let bench = try DispenserBench(tamper: tamper)
        var script = DispenserScript(bench, undisturbed: undisturbed)
        let ending = try script.run()
        #expect(bench.cable.isHit, "\(tamper)")
        #expect(script.complaints.isEmpty, "\(tamper)")
        return ending
    }
}
