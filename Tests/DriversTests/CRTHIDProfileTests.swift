import DeviceProtocols
import Foundation
import KioskCore
import KioskPorts
import Simulator
import Testing

@testable import Drivers

/// Goal: only a commissioned unit moves a card. Method: units that are not quite the profile's, and profiles that no driver
/// could use.
@Suite struct CRTHIDIdentityTests {
    @Test(
        "A unit whose firmware is not the profile's to the letter is refused every motion",
        arguments: [
            "CRT-591H-SIMU V1.01", "CRT-591H-SIMU V1.00 ", "crt-591h-simu v1.00", "\u{1}X", "",
        ])
    func strangers(version: String) throws {
        let bench = try CRTHIDBench(firmware: CRTHIDFirmware(version: version))
        #expect(try bench.connect()?.get().profile == nil)
        try expectNoMotion(bench, .notCommissioned)
        #expect(try bench.fault(.feed)?.detail.hasPrefix("observing on CREATOR HID") == true)
    }

    @Test("A unit that two profiles claim is refused every motion")
    func ambiguous() throws {
        let bench = try CRTHIDBench(
            profiles: [CRTHIDBench.profile(), CRTHIDBench.profile()])
        #expect(try bench.connect()?.get().profile == nil)
        try expectNoMotion(bench, .notCommissioned)
    }

    @Test("The unit is found among all profiles of the folder, and one without a number has none")
    func amongAll() throws {
        let bench = try CRTHIDBench(
            firmware: CRTHIDFirmware(version: "CRT-591H-SIMU V1.00", serialNumber: ""),
            profiles: [CRTHIDBench.profile("crt-591h"), CRTHIDBench.profile()])
        let identity = try #require(try bench.connect()?.get())
        #expect(identity.profile == "crt-hid-simulated" && identity.serialNumber == nil)
    }

    @Test("Nothing is known of a unit that was never connected, or was left")
    func notConnected() throws {
        let bench = try CRTHIDBench()
        try expectNoMotion(bench, .disconnected)
        _ = try bench.connect()
        let dispenser = bench.dispenser
        _ = try bench.run { await dispenser.disconnect() }
        try expectNoMotion(bench, .disconnected)
        try bench.obey(.pull(.dispenser))
        guard case .failure(let fault) = try #require(try bench.connect()) else {
            Issue.record("a unit that is gone was connected")
            return
        }
        #expect(fault.kind == .disconnected && fault.card == .notMoved)
    }

    @Test("The source's profile matches no unit, and claims nothing that nobody saw")
    func source() throws {
        let profile = try CRTHIDBench.profile("crt-591h")
        #expect(profile.firmware.contains("*"))
        #expect(!profile.binCounterProven && profile.binCounter == nil && !profile.seesWholePath)
        let seen = profile.observation(CRTHIDStatus(.none), nil, counters: nil)
        #expect(seen.path == .clear && seen.hopper == .unknown && seen.bin == .unknown)
    }

    @Test(
        "A profile that cannot be used says which value is out of which bound",
        arguments: [
            (
                "\"32 32 31\"", "\"30 34\"",
                "30 34 is not a motion, \"32 xx\" or \"30 xx\" in hexadecimal"
            ),
            (
                "\"30 31\"", "\"31 30\"",
                "31 30 is not a motion, \"32 xx\" or \"30 xx\" in hexadecimal"
            ),
            ("\"30 32\"", "\"30\"", "30 is not a motion, \"32 xx\" or \"30 xx\" in hexadecimal"),
            ("\"30 32\"", "\"3 0\"", "3 0 is not a motion, \"32 xx\" or \"30 xx\" in hexadecimal"),
            ("\"A0\"", "\"A1\"", "code A1 is not one of the table"),
            ("[0, 1, 2, 3, 4, 5]", "[290]", "sensor 290 is not 0…289"),
            ("\"binFull\": 8", "\"binFull\": -1", "sensor -1 is not 0…289"),
            (
                "\"digits\": 8", "\"digits\": 19",
                "counter of 19 digits at 72 is not 3…18 digits in an answer"
            ),
            (
                "\"offset\": 72", "\"offset\": 283",
                "counter of 8 digits at 283 is not 3…18 digits in an answer"
            ),
            ("15000", "0", "0 ms is not 1…120000"),
            (
                "CRT-591H-SIMU V1.00\",\n  \"c", "\",\n  \"c",
                "identity \"\" is not printable ASCII"
            ),
        ])
    func bounds(from: String, to: String, words: String) {
        let error = #expect(throws: DispenserProfileError.self) {
            try CRTHIDBench.profile(replacing: [(from, to)])
        }
        #expect(error?.description == "profile crt-hid-simulated: \(words)")
    }

    private func expectNoMotion(_ bench: CRTHIDBench, _ kind: DispenserFaultKind) throws {
        for call in DispenserCall.motions {
            let fault = try #require(try bench.fault(call))
            #expect(fault.kind == kind && fault.card == .notMoved)
        }
        #expect(bench.motionsSent == 0 && bench.hostMotions == 0)
    }
}

/// Goal: every status, sensor and code has one meaning, and what is not certain is unknown. Method: all of them against a
/// table of its own.
@Suite struct CRTHIDReadingTests {
    /// Code, the kind of fault that it is, and the word about the motion that was refused with it.
    private static let table: [(code: String, kind: DispenserFaultKind, nothingMoved: Bool)] = [
        ("00", .refused, true), ("01", .refused, true), ("02", .refused, true),
        ("03", .refused, true), ("06", .refused, true), ("11", .refused, false),
        ("12", .refused, false), ("13", .notReset, true), ("16", .refused, false),
        ("19", .sensor, false), ("20", .jam, false), ("22", .jam, false), ("23", .jam, false),
        ("24", .movedByHand, false), ("28", .jam, false), ("29", .motor, false),
        ("30", .refused, false), ("31", .refused, true), ("32", .refused, true),
        ("35", .refused, false), ("A0", .hopperEmpty, true),
    ]

    @Test("Every code of the table is one kind of fault; any other is refused and proves nothing")
    func codes() throws {
        let profile = try CRTHIDBench.profile()
        #expect(Self.table.map(\.code) == CRTHIDCode.allCases.map(\.rawValue))
        for (code, row) in zip(CRTHIDCode.allCases, Self.table) {
            let refusal = CRTHIDRefusal(code)
            #expect(refusal.kind == row.kind)
            #expect(profile.saysNothingMoved(refusal) == row.nothingMoved)
            #expect(
                refusal.kind(of: .retain) == (code == .slotOccupied ? .binFull : row.kind))
            for movement in [DispenserMovement.feed, .present] {
                #expect(refusal.kind(of: movement) == row.kind)
            }
        }
        let unknown = CRTHIDRefusal(0x5A, 0x5A)
        #expect(unknown.kind == .refused && !profile.saysNothingMoved(unknown))
    }

    @Test("Each kind of refusal is counted as the trouble that it is, in each motion")
    func troubles() {
        let rows: [(CRTHIDCode, [Trouble?])] = [
            (.feedJam, [.feedJammed, .presentationJammed, .retentionJammed]),
            (.ejectJam, [.feedJammed, .presentationJammed, .retentionJammed]),
            (.feedTimedOut, [.feedEmpty, .feedEmpty, .feedEmpty]),
            (.hopperEmpty, [.feedEmpty, .feedEmpty, .feedEmpty]),
            (.slotOccupied, [nil, nil, .binFull]),
            (.pulledInFeed, [.cardPulled, .cardPulled, .cardPulled]),
            (.slotSensor, [.sensorsDisagree, .sensorsDisagree, .sensorsDisagree]),
            (.notInitialised, [.dispenserNotReset, .dispenserNotReset, .dispenserNotReset]),
            (.motorPosition, [nil, nil, nil]), (.doorOpen, [nil, nil, nil]),
        ]
        for (code, expected) in rows {
            let found = DispenserMovement.allCases.map { $0.trouble(of: CRTHIDRefusal(code)) }
            #expect(found == expected, "\(code)")
        }
    }

    @Test("A card is seen where status and all sensors of the path agree, and nowhere else")
    func positions() throws {
        let profile = try CRTHIDBench.profile()
        for pattern in 0..<64 {
            let characters = (0..<6).map { UInt8(0x30 + pattern >> $0 & 1) } + Array("100".utf8)
            let sensors = CRTHIDSensors(characters)
            let dark = pattern == 0
            let two = pattern.nonzeroBitCount > 1
            #expect(
                profile.position(CRTHIDStatus(.none), sensors) == (dark ? .clear : .unknown))
            #expect(
                profile.position(CRTHIDStatus(.atEntry), sensors) == (two ? .unknown : .atExit))
            #expect(
                profile.position(CRTHIDStatus(.inside), sensors)
                    == (two ? .unknown : .atReadPosition))
            #expect(
                profile.position(CRTHIDStatus(st1: 0x31, st0: 0x30), sensors) == .unknown)
        }
        // Sensors that were not told, or not all of them, make no path empty.
        #expect(profile.position(CRTHIDStatus(.none), nil) == .unknown)
        let short = CRTHIDSensors(Array("00000".utf8))
        #expect(profile.position(CRTHIDStatus(.none), short) == .unknown)
        #expect(profile.position(CRTHIDStatus(.inside), nil) == .atReadPosition)
    }

    @Test("Hopper and bin are known by their sensors alone, and unknown without one of them")
    func levels() throws {
        let profile = try CRTHIDBench.profile()
        let rows: [(String, HopperLevel, BinLevel)] = [
            ("100", .enough, .room), ("110", .low, .room), ("000", .empty, .room),
            ("010", .empty, .room), ("101", .enough, .full), ("1?0", .unknown, .room),
            ("?00", .unknown, .room), ("10?", .enough, .unknown), ("10", .enough, .unknown),
            ("", .unknown, .unknown),
        ]
        for (tail, hopper, bin) in rows {
            let sensors = CRTHIDSensors(Array("000000".utf8) + Array(tail.utf8))
            #expect(profile.hopper(sensors) == hopper && profile.bin(sensors) == bin, "\(tail)")
        }
        #expect(profile.hopper(nil) == .unknown && profile.bin(nil) == .unknown)
        let counters = [UInt8](repeating: 0x30, count: 72) + Array("00012345".utf8)
        let seen = profile.observation(CRTHIDStatus(.none), nil, counters: counters)
        #expect(seen.binCount == 345)
        let cut = profile.observation(
            CRTHIDStatus(.none), nil, counters: Array(counters.dropLast()))
        #expect(cut.binCount == nil)
    }
}
