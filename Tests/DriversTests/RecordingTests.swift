import DeviceProtocols
import Drivers
import Foundation
import KioskCore
import KioskPorts
@testable import Simulator
import Testing

/// Goal: a fault of the field becomes a test by adding one file to `hardware/FAMILY/recordings`. Method: the device of each
/// file there is played to the production driver, which is asked to do what the recording shows; it must do the same, byte
/// for byte, and come to the ending in the file's name. Recordings made here and now show that every bridge can be played.
@Suite struct RecordingTests {
    private static let hardware = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../hardware").standardizedFileURL

    /// `FAMILY/recordings/NAME--ENDING.pcap` for every recording there is.
    static let shipped: [String] = {
        let families = (try? FileManager.default.contentsOfDirectory(atPath: hardware.path())) ?? []
        return families.sorted().flatMap { family in
            let folder = hardware.appending(path: "\(family)/recordings").path()
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.filter { $0.hasSuffix(".pcap") }.sorted()
                .map { "\(family)/recordings/\($0)" }
        }
    }()

    @Test("There are recordings")
    func some() { #expect(Self.shipped.count >= 2) }

    @Test(
        "The driver does what it did in a recording, and comes to the same ending",
        arguments: shipped)
    func replays(path: String) throws {
        let parts = path.dropLast(".pcap".count).components(separatedBy: "--")
        try #require(parts.count == 2, "\(path) is not named NAME--ENDING.pcap")
        let family = try #require(path.split(separator: "/").first.map(String.init))
        let file = [UInt8](try Data(contentsOf: Self.hardware.appending(path: path)))
        let recordings = try Recording.read(file)
        try #require(recordings.count == 1, "\(path) holds \(recordings.count) devices")
        // Which profile the machine of the recording had shows in what its driver asked.
        let families = try RecordedFamily.all(in: Self.hardware.appending(path: family))
        let attempts = try families.map { family in
            let played = try RecordedDispenser(recordings[0], of: family)
            played.play()
            return played
        }
        let fits = attempts.contains { played in
            (played.device.ending == nil || played.device.ending == .gone)
                && played.device.isDone && played.results.last == parts[1]
        }
        let found = attempts.map { "\($0.results) \($0.device.ending?.description ?? "")" }
        #expect(fits, "\(path): \(found)")
    }

    // MARK: - Recordings made here

    /// What is recorded: calls of the driver, with a hand at the end.
    enum Scene: String, CaseIterable, CustomTestStringConvertible {
        case taken, jam, retained

        var faults: [PlannedFault] { self == .jam ? [PlannedFault(.jamToReadPosition)] : [] }
        var calls: [DispenserCall] {
            switch self {
            case .taken: [.feed, .present]
            case .jam: [.feed]
            case .retained: [.feed, .present, .retain]
            }
        }
        var name: String {
            switch self {
            case .taken: "feed-present-take--clear"
            case .jam: "jam-at-feed--dispenser.jam"
            case .retained: "feed-present-retain--clear"
            }
        }
        var testDescription: String { rawValue }
    }

    /// The trace of a scene, and how its last call ended.
    private static func record(_ scene: Scene, _ link: TestLink) throws -> (
        file: [UInt8], ending: String
    ) {
        try record(scene) { ring in
            try DispenserBench(machineFaults: scene.faults, link: link, trace: [ring])
        }
    }

    private static func record(
        _ scene: Scene, on make: (TraceRing) throws -> MachineBench
    ) throws -> (file: [UInt8], ending: String) {
        let clock = BenchTime()
        let ring = TraceRing(byteLimit: 4 << 20, wallMilliseconds: { clock.milliseconds })
        let bench = try make(ring)
        clock.follow(bench.clock)
        #expect(try bench.connect().flatMap { try? $0.get() } != nil)
        var last = try scene.calls.map { try bench.call($0) }.last ?? nil
        if scene == .taken {
            try bench.obey(.takeCard)
            last = try bench.call(.observe)
        }
        switch try #require(last) {
        case .success(let look): return (ring.capture(), look.path.rawValue)
        case .failure(let fault): return (ring.capture(), fault.kind.rawValue)
        }
    }

    @Test(
        "What was recorded behind any bridge is played back to the same ending",
        arguments: Scene.allCases, TestLink.allCases)
    func made(scene: Scene, link: TestLink) throws {
        let (file, ending) = try Self.record(scene, link)
        #expect(scene.name.hasSuffix("--\(ending)"))
        try Self.expectReplay(of: file, .crt591(DispenserBench.profile("simulated")), ending)
        if link == .ch340 { try Self.keep(file, "crt-591", scene) }
    }

    @Test(
        "What was recorded of a unit with reports of its own is played back to the same ending",
        arguments: Scene.allCases, [TestLink.padded, .paddedWithoutOut])
    func reports(scene: Scene, link: TestLink) throws {
        let (file, ending) = try Self.record(scene) { ring in
            try CRTHIDBench(machineFaults: scene.faults, link: link, trace: [ring])
        }
        #expect(scene.name.hasSuffix("--\(ending)"))
        try Self.expectReplay(of: file, .crtHID(CRTHIDBench.profile()), ending)
        if link == .padded { try Self.keep(file, "crt-hid", scene) }
    }

    private static func expectReplay(
        of file: [UInt8], _ family: RecordedFamily, _ ending: String
    ) throws {
        let recording = try #require(try Recording.read(file).first)
        let played = try RecordedDispenser(recording, of: family)
        played.play()
        #expect(played.device.ending == nil, "\(played.device.ending?.description ?? "")")
        #expect(played.device.isDone, "\(played.results)")
        #expect(played.results.last == ending, "\(played.results)")
    }

    /// With KIOSK_RECORDINGS=FOLDER the recordings are kept there in a folder of their family, to be looked at or shipped.
    private static func keep(_ file: [UInt8], _ family: String, _ scene: Scene) throws {
        guard let folder = ProcessInfo.processInfo.environment["KIOSK_RECORDINGS"] else { return }
        let place = URL(filePath: folder).appending(path: family)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        try Data(file).write(to: place.appending(path: scene.name + ".pcap"))
    }

    // MARK: - Differences

    @Test("The first difference is told by frame, with what was expected and what came")
    func differs() throws {
        let recording = try #require(try Recording.read(Self.record(.jam, .ch340).file).first)
        for index in recording.steps.indices {
            let device = ReplayedDevice(recording)
            for step in recording.steps.prefix(index) { Self.send(step.action, to: device) }
            #expect(device.ending == nil)
            let other = Recording.Action.message(USBEndpointAddress(0x02), data: [0xEE])
            Self.send(other, to: device)
            let step = recording.steps[index]
            #expect(
                device.ending
                    == .differs(
                        ReplayDifference(frame: step.frame, expected: step.action, came: other)))
            #expect(
                device.ending?.description.hasPrefix("differs at frame \(step.frame): expected ")
                    == true)
            // It says nothing any more, and the first difference stays.
            Self.send(step.action, to: device)
            #expect(device.expected == step)
        }
    }

    @Test("What comes after the recording is told as such")
    func over() throws {
        let recording = try #require(try Recording.read(Self.record(.jam, .ch340).file).first)
        let device = ReplayedDevice(recording)
        for step in recording.steps { Self.send(step.action, to: device) }
        #expect(device.ending == nil && device.expected == nil)
        let more = Recording.Action.message(USBEndpointAddress(0x02), data: [0x04])
        Self.send(more, to: device)
        #expect(device.ending == .over(came: more))
    }

    private static func send(_ action: Recording.Action, to device: ReplayedDevice) {
        switch action {
        case .request(let setup, let data): _ = device.control(setup, data: data, now: .zero)
        case .message(let endpoint, let data): _ = device.receive(data, on: endpoint, now: .zero)
        }
    }

    @Test("A file that is damaged, or shows no device, is refused with the reason")
    func refused() throws {
        let file = try Self.record(.jam, .ch340).file
        #expect(throws: RecordingFault.self) { try Recording.read(Array(file.dropLast())) }
        #expect(throws: RecordingFault.noDevice) { try Recording.read(Array(file.prefix(24))) }
        #expect(throws: RecordingFault.capture(USBCaptureFault(0, .noCapture))) {
            try Recording.read([])
        }
    }
}
