import Foundation
import KioskPorts
import Simulator
import Testing

/// Goal: no damage to a single byte of a report makes the driver or the unit trap, hang, move a card that nobody asked for,
/// move one twice, or lose one. Method: each byte of the packets in both directions of connect, observe, feed, present and
/// retain lost with all after it, changed, and late, through driver, reports and unit on virtual time. A byte is changed to
/// a few values, or to every other one in the long form (KIOSK_LONG=1).
@Suite struct CRTHIDCorruptionTests {
    private static let isLong = ProcessInfo.processInfo.environment["KIOSK_LONG"] == "1"

    private static func values(insteadOf byte: UInt8, at position: Int) -> [UInt8] {
        if isLong { return (UInt8.min...UInt8.max).filter { $0 != byte } }
        // What begins a report may make it another.
        let values: [UInt8] = position == 0 ? [0xF2, 0x15, 0x06, 0x10] : []
        return (values + [byte ^ 0x01, byte ^ 0x80]).filter { $0 != byte }
    }

    /// The places of bytes that carry something, and one of those that fill a report up; in the short form those at both
    /// ends, between which a long answer's digits lie.
    private static func places(in report: [UInt8]) -> [Int] {
        let used = Array(0..<min(report.count, (report.lastIndex { $0 != 0 } ?? 0) + 2))
        return isLong || used.count <= 16 ? used : Array(used.prefix(12) + used.suffix(4))
    }

    private static func changes(of report: [UInt8]) -> [Tamper.Change] {
        places(in: report).flatMap { position in
            [.cut(position), .late(position)]
                + values(insteadOf: report[position], at: position).map {
                    .changed(position, to: $0)
                }
        }
    }

    @Test(
        "No damaged byte moves a card unasked or twice, or loses one",
        arguments: Tamper.Direction.allCases)
    func sweep(direction: Tamper.Direction) throws {
        let bench = try CRTHIDBench()
        var script = DispenserScript(bench)
        #expect(try script.runToFirstFault() == .noEffect)
        #expect(script.complaints.isEmpty)
        let undisturbed = bench.cable.messages(.toUnit).count
        let reports = bench.cable.messages(direction)
        var seen: Set<[UInt8]> = []
        var endings: [Ending: Int] = [:]
        for (index, report) in reports.enumerated() {
            // The short form damages equal reports once.
            guard Self.isLong || seen.insert(report).inserted else { continue }
            for change in Self.changes(of: report) {
                let tamper = Tamper(direction: direction, index: index, change: change)
                endings[try run(tamper, undisturbed), default: 0] += 1
            }
        }
        let counts = Ending.allCases.map { "\($0.rawValue) \(endings[$0, default: 0])" }
        print(
            "reports \(direction.rawValue): \(endings.values.reduce(0, +)) damages: "
                + counts.joined(separator: ", "))
        #expect(endings[.repeated, default: 0] > 0)
    }

    private func run(_ tamper: Tamper, _ undisturbed: Int) throws -> Ending {
        let bench = try CRTHIDBench(tamper: tamper)
        var script = DispenserScript(bench, undisturbed: undisturbed)
        let ending = try script.run()
        #expect(bench.cable.isHit, "\(tamper)")
        #expect(script.complaints.isEmpty, "\(tamper)")
        return ending
    }
}

/// Goal: whatever the USB does, the driver ends with a named fault that is true about the card. Method: trouble at each
/// transfer of a whole job, and the plug pulled before and after each, judged by the machine's own record, on virtual time.
@Suite struct CRTHIDTransferTests {
    private static let links: [TestLink] = [.padded, .paddedWithoutOut]

    @Test(
        "Trouble at each transfer of a whole job says nothing untrue, and the next job works",
        arguments: links, TamperedBridge.Kind.allCases)
    func everyTransfer(link: TestLink, kind: TamperedBridge.Kind) throws {
        let plain = try CRTHIDBench(link: link)
        var script = DispenserScript(plain)
        #expect(try script.runToFirstFault() == .noEffect)
        let transfers = plain.bridge.counts[kind, default: 0]
        // With an OUT endpoint nothing is asked for by requests, without one nothing goes out elsewhere.
        let isUsed = kind == .in || (kind == .out) == (link == .padded)
        #expect((transfers > 0) == isUsed)
        let troubles: [BridgeTrouble] =
            [.stall, .silence, .pulledBefore, .pulledAfter] + (kind == .in ? [.overflow] : [])
        let undisturbed = plain.cable.messages(.toUnit).count
        var endings: [Ending: Int] = [:]
        for trouble in troubles {
            for index in 0..<transfers {
                let bench = try CRTHIDBench(link: link)
                bench.bridge.plan(trouble, kind, at: index)
                var script = DispenserScript(bench, undisturbed: undisturbed)
                endings[try script.run(), default: 0] += 1
                #expect(bench.bridge.isHit, "\(index)")
                #expect(script.complaints.isEmpty, "\(trouble) at \(kind.rawValue) \(index)")
            }
        }
        let counts = Ending.allCases.map { "\($0.rawValue) \(endings[$0, default: 0])" }
        print(
            "\(link), \(troubles.count) troubles at \(transfers) \(kind.rawValue) transfers: "
                + counts.joined(separator: ", "))
    }
}
