import DeviceProtocols
import KioskCore
import KioskPorts
import Testing

@testable import Drivers

/// Goal: every status byte and every code of the protocol has one meaning, and what is not in the document is unsafe.
/// Method: all 65,536 codes and all status bytes against a table of its own, copied from devices.md §2.5.
@Suite struct CRT591CodeTableTests {
    /// Code, the kind of fault that the kiosk makes of it, and whether the unit says by it that nothing moved.
    private static let table: [(code: String, kind: DispenserFaultKind, nothingMoved: Bool)] = [
        ("00", .refused, true), ("01", .refused, true), ("02", .refused, true),
        ("03", .refused, true), ("04", .refused, true), ("05", .refused, true),
        ("10", .jam, false), ("12", .sensor, false), ("13", .wrongStock, false),
        ("14", .wrongStock, false), ("40", .jam, false), ("41", .motor, false),
        ("43", .jam, false), ("45", .movedByHand, false), ("50", .binFull, false),
        ("51", .motor, false), ("60", .refused, false), ("61", .refused, false),
        ("62", .refused, false), ("63", .refused, false), ("64", .refused, false),
        ("65", .refused, false), ("66", .refused, false), ("67", .refused, false),
        ("68", .refused, false), ("69", .refused, false), ("A0", .hopperEmpty, true),
        ("A1", .binFull, true), ("B0", .notReset, true),
    ]

    @Test(
        "All 65,536 codes: those of the table, their mirror images where these mean nothing, and the rest unsafe"
    )
    func codes() {
        var rows: [String: (kind: DispenserFaultKind, nothingMoved: Bool)] = [:]
        for row in Self.table { rows[row.code] = (row.kind, row.nothingMoved) }
        #expect(rows.count == CRT591Code.allCases.count)
        var counts = (direct: 0, swapped: 0, unknown: 0)
        for e1 in UInt8.min...UInt8.max {
            for e0 in UInt8.min...UInt8.max {
                let refusal = CRT591Refusal(e1, e0)
                let failure = CRT591Failure(refusal)
                let direct = rows[Self.text(e1, e0)]
                let mirrored = rows[Self.text(e0, e1)]
                let row = direct ?? mirrored
                if failure.kind != row?.kind ?? .refused
                    || (refusal.code?.saysNothingMoved ?? false) != (row?.nothingMoved ?? false)
                    || refusal.isSwapped != (direct == nil && mirrored != nil)
                    || refusal.raw != [e1, e0]
                {
                    Issue.record("code \(e1) \(e0) became \(refusal) and \(failure.kind)")
                }
                if direct != nil {
                    counts.direct += 1
                } else if mirrored != nil {
                    counts.swapped += 1
                } else {
                    counts.unknown += 1
                }
            }
        }
        print("CRT-591 codes: \(counts)")
        #expect(counts.direct == 29 && counts.swapped == 19 && counts.unknown == 65_488)
    }

    /// Latin-1, so that every pair of bytes is a text of its own.
    private static func text(_ first: UInt8, _ second: UInt8) -> String {
        String(UnicodeScalar(first)) + String(UnicodeScalar(second))
    }

    @Test(
        "Each status byte has the table's meaning on each profile, and any other is unknown",
        arguments: ["m001", "r02-hb-hdn", "simulated"])
    func statusBytes(name: String) throws {
        let profile = try DispenserBench.profile(name)
        let full: Set<UInt8> = name == "r02-hb-hdn" ? [0x31, 0x32] : [0x31]
        let dark = CRT591Sensors([UInt8](repeating: 0x30, count: 8))
        for byte in UInt8.min...UInt8.max {
            let status = CRT591Status(st0: byte, st1: byte, st2: byte)
            let path: CardPosition =
                switch byte {
                case 0x30: .clear
                case 0x31: .atExit
                case 0x32: .atReadPosition
                case _: .unknown
                }
            #expect(profile.position(status, dark) == path)
            let hopper: HopperLevel =
                switch byte {
                case 0x30: .empty
                case 0x31: .low
                case 0x32: .enough
                case _: .unknown
                }
            #expect(profile.hopper(status) == hopper)
            let bin: BinLevel = byte == 0x30 ? .room : full.contains(byte) ? .full : .unknown
            #expect(profile.bin(status) == bin)
        }
    }

    @Test("An empty path is believed only with every sensor of the path dark")
    func sensors() throws {
        let profile = try DispenserBench.profile("simulated")
        let status = CRT591Status(st0: 0x30, st1: 0x32, st2: 0x30)
        for position in profile.pathSensors {
            for byte in UInt8.min...UInt8.max where byte != 0x30 {
                var sensors = [UInt8](repeating: 0x30, count: 8)
                sensors[position] = byte
                #expect(profile.position(status, CRT591Sensors(sensors)) == .unknown)
            }
        }
        let short = [UInt8](repeating: 0x30, count: profile.pathSensors.count - 1)
        #expect(profile.position(status, CRT591Sensors(short)) == .unknown)
        #expect(profile.position(status, nil) == .unknown)
    }

    @Test("What cannot be proven is never said, in any pair of observations")
    func verdicts() {
        var counts: [CardKnowledge: Int] = [:]
        for (before, after, grown) in Self.pairs {
            for witnesses in Self.witnesses {
                for movement in CRT591Movement.allCases {
                    let card = movement.verdict(before: before, after: after, witnesses)
                    counts[card, default: 0] += 1
                    let isBlind =
                        before.path == .unknown || after.path == .unknown
                        || witnesses.word == .sensorsLie
                    if isBlind { #expect(card == .unknown) }
                    if card == .notMoved {
                        #expect(before.path == after.path && grown == 0)
                        #expect(after.path != .clear || witnesses.word != .cardStuck)
                    }
                    if card == .moved {
                        #expect(after.path == movement.goal && after.path != before.path)
                        #expect([.nothing, .cardStuck].contains(witnesses.word))
                        if after.path == .clear, witnesses.word == .cardStuck {
                            #expect(witnesses.counterProven && grown == 1)
                        }
                        if movement != .retain { #expect(grown == 0) }
                        if movement == .retain, before.path == .atExit {
                            #expect(witnesses.counterProven && grown == 1)
                        }
                    }
                }
            }
        }
        #expect(counts.keys.count == CardKnowledge.allCases.count)
    }

    private static var witnesses: [CRT591Witnesses] {
        [false, true].flatMap { seesAll in
            [false, true].flatMap { counter in
                CRT591Witnesses.Word.allCases.map {
                    CRT591Witnesses(seesWholePath: seesAll, counterProven: counter, word: $0)
                }
            }
        }
    }

    private static var pairs: [(DispenserObservation, DispenserObservation, grown: Int)] {
        CardPosition.allCases.flatMap { first in
            CardPosition.allCases.flatMap { last in
                [0, 1, 2].map { (seen(first, 999), seen(last, (999 + $0) % 1000), $0) }
            }
        }
    }

    private static func seen(_ path: CardPosition, _ count: Int) -> DispenserObservation {
        DispenserObservation(path: path, hopper: .enough, bin: .room, binCount: count, raw: [])
    }
}
