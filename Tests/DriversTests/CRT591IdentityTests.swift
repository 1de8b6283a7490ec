import DeviceProtocols
import Drivers
import Foundation
import KioskCore
import KioskPorts
import Synchronization
import Testing

@testable import Simulator

/// Goal: a unit that is not the commissioned one moves nothing. Method: each way in which an identity can differ, be
/// unreadable or change, against production profiles, on virtual time.
@Suite struct CRT591IdentityTests {
    /// Ways to be another unit than the profile says.
    enum Stranger: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case unknownRevision, revisionWithTail, revisionUnreadable, revisionEmpty
        case unknownFirmware, firmwareUnreadable, firmwareEmpty, firmwareCase

        var testDescription: String { rawValue }

        /// The firmware, and the profile that it comes close to.
        var unit: (firmware: CRT591Firmware, profile: String) {
            switch self {
            case .unknownRevision: (.stranger(revision: "CRT-591-SIMV"), "simulated")
            case .revisionWithTail: (.stranger(revision: "CRT-591-SIMU "), "simulated")
            case .revisionUnreadable: (.stranger(revision: "CRT-591-SIMU\u{0}"), "simulated")
            case .revisionEmpty: (.stranger(revision: ""), "simulated")
            case .unknownFirmware: (.stranger(version: "C591_R02_A_170414"), "r02-hb-hdn")
            case .firmwareUnreadable: (.stranger(version: "C591_R02_A_17\u{1}0413"), "r02-hb-hdn")
            case .firmwareEmpty: (.stranger(version: ""), "r02-hb-hdn")
            case .firmwareCase: (.stranger(version: "c591_r02_a_170413"), "r02-hb-hdn")
            }
        }
    }

    @Test(
        "A unit that is not quite the profile's is refused every motion",
        arguments: Stranger.allCases)
    func strangers(_ stranger: Stranger) throws {
        let (firmware, profile) = stranger.unit
        let bench = try DispenserBench(firmware: firmware, profiles: [profile])
        #expect(try bench.connect()?.get().profile == nil)
        try expectNoMotion(bench)
    }

    @Test("A unit that two profiles claim is refused every motion")
    func ambiguous() throws {
        let bench = try DispenserBench(profiles: ["simulated", "simulated"])
        #expect(try bench.connect()?.get().profile == nil)
        try expectNoMotion(bench)
    }

    @Test("Another unit behind the plug after a replug is refused every motion")
    func otherUnitAfterReplug() throws {
        let bench = try DispenserBench()
        #expect(try bench.connect()?.get().profile == "crt-591-simulated")
        try bench.obey(.pull(.dispenser))
        bench.exchange(for: .stranger(revision: "CRT-591-M001"))
        try bench.obey(.plug(.dispenser))
        try expectNoMotion(bench, .disconnected)
        #expect(try bench.connect()?.get().profile == nil)
        try expectNoMotion(bench)
    }

    @Test("Another unit on the line while the bridge stays is not reset, and refused every motion")
    func otherUnitOnTheLine() throws {
        let bench = try DispenserBench()
        #expect(try bench.connect()?.get().profile == "crt-591-simulated")
        bench.exchange(for: .stranger(revision: "CRT-591-M001"))
        try expectNoMotion(bench, .notReset)
        #expect(try bench.connect()?.get().profile == nil)
        try expectNoMotion(bench)
    }

    @Test("A unit that lost its power moves nothing before it is initialised again")
    func powerCut() throws {
        let bench = try DispenserBench()
        _ = try bench.connect()
        try bench.obey(.powerCut)
        try bench.obey(.powerOn)
        try expectNoMotion(bench, .disconnected)
        #expect(try bench.connect()?.get().profile == "crt-591-simulated")
        var script = DispenserScript(bench)
        #expect(try script.run(.feed) == nil)
    }

    @Test(
        "A profile cannot initialise with a motion, move with another command, or match emptiness")
    func profileBounds() throws {
        let good = try String(
            decoding: Data(contentsOf: DispenserBench.profilePath("m001")), as: UTF8.self)
        let bad = [
            ("\"30 37\"", "\"30 34\""), ("\"30 37\"", "\"30 31\""), ("\"30 37\"", "\"32 33\""),
            ("\"32 32\"", "\"30 34\""), ("\"32 32\"", "\"32\""), ("\"33 31\"", "\"32 31\""),
            ("\"CRT-591-M001\"", "\"\""), ("\"CRT-591-M001\"", "\"CRT\\u0000\""),
            ("[9600, 38400, 19200, 57600]", "[]"), ("15000", "0"), ("[\"31\"]", "[\"3\"]"),
        ]
        for (from, to) in bad {
            let text = good.replacingOccurrences(of: from, with: to)
            #expect(text != good)
            #expect(throws: CRT591ProfileError.self, "\(to)") {
                _ = try CRT591Profile(json: Data(text.utf8))
            }
        }
    }

    @Test(
        "A profile that cannot be used says which value is out of which bound",
        arguments: [
            ("\"30 37\"", "\"30 34\"", "30 34 is not 30 33 or 30 37"),
            ("[9600, 38400, 19200, 57600]", "[]", "speeds is not at least one"),
            ("15000", "120001", "120001 ms is not 1…120000"),
            ("[\"31\"]", "[\"3131\"]", "3131 is not one byte in hexadecimal"),
        ])
    func profileWords(from: String, to: String, words: String) throws {
        let good = try String(
            decoding: Data(contentsOf: DispenserBench.profilePath("m001")), as: UTF8.self)
        let error = #expect(throws: CRT591ProfileError.self) {
            try CRT591Profile(json: Data(good.replacingOccurrences(of: from, with: to).utf8))
        }
        #expect(error?.description == "profile crt-591-m001: \(words)")
    }

    private func expectNoMotion(
        _ bench: DispenserBench, _ kind: DispenserFaultKind = .notCommissioned
    ) throws {
        for call in DispenserCall.motions {
            guard case .failure(let fault)? = try bench.call(call) else {
                Issue.record("\(call) on a stranger")
                continue
            }
            #expect(fault.kind == kind && fault.card == .notMoved, "\(fault)")
        }
        #expect(bench.record.moves == 0 && bench.hostMotions == 0)
    }
}

extension CRT591Firmware {
    /// The simulated unit under another name.
    static func stranger(revision: String) -> CRT591Firmware {
        CRT591Firmware(
            baud: simulated.baud, address: 0, revision: revision, version: simulated.version,
            configuration: simulated.configuration, serialNumber: "1", moves: simulated.moves,
            binFull: 0x31, sensorCount: 8)
    }

    /// The field's R02 unit with another firmware.
    static func stranger(version: String) -> CRT591Firmware {
        CRT591Firmware(
            baud: r02.baud, address: 0, revision: r02.revision, version: version,
            configuration: r02.configuration, serialNumber: "1", moves: r02.moves,
            binFull: 0x32, sensorCount: 10)
    }
}

extension CRT591Firmware {
    /// The document's unit, set to another speed.
    static func m001(baud: Int) -> CRT591Firmware {
        CRT591Firmware(
            baud: baud, address: 0, revision: m001.revision, version: m001.version,
            configuration: m001.configuration, serialNumber: m001.serialNumber, moves: m001.moves,
            binFull: m001.binFull, sensorCount: m001.sensorCount)
    }
}
