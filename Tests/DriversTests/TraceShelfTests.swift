import DeviceProtocols
import Foundation
import KioskPorts
import Simulator
import Synchronization
import Testing

@testable import Drivers

/// Goal: a device's fault leaves the traffic before it in a file, a device that stays away leaves one and not hundreds, and
/// the folder is bounded. Method: the driver on a simulated machine with a ring on the bus, and hands on the plug.
@Suite final class TraceShelfTests {
    private let folder = FileManager.default.temporaryDirectory
        .appending(path: "kiosk-traces-\(UUID().uuidString)")
    private let ring = TraceRing(byteLimit: 1 << 20, wallMilliseconds: { 1_795_363_200_000 })
    private let clock = TickingClock()

    deinit {
        // A folder that a test did not make is not there.
        try? FileManager.default.removeItem(at: folder)
    }

    private func shelf(fileLimit: Int = 20) -> TraceShelf {
        TraceShelf(
            of: ring, folder: folder.path(), fileLimit: fileLimit,
            wallMilliseconds: { [clock] in clock.next() })
    }

    private var names: [String] {
        get throws {
            guard FileManager.default.fileExists(atPath: folder.path()) else { return [] }
            return try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
        }
    }

    @Test("The newest dumps are kept, up to the limit, and other files are let alone")
    func bounded() async throws {
        let shelf = shelf(fileLimit: 3)
        var paths = [try await shelf.dump("request")]
        try Data().write(to: folder.appending(path: "notes.txt"))
        for occasion in ["a/../b", "dispenser.jam", "卡", "request"] {
            paths.append(try await shelf.dump(occasion))
        }
        let kept = paths.suffix(3).map { URL(filePath: $0).lastPathComponent }
        #expect(try names == ["notes.txt"] + kept)
        #expect(
            kept == [
                "usb-20261122T160000.003Z-dispenser-jam.pcap", "usb-20261122T160000.004Z--.pcap",
                "usb-20261122T160000.005Z-request.pcap",
            ])
    }

    @Test("A folder that cannot be made is a fault with the path")
    func unwritable() async throws {
        try Data().write(to: folder)
        let shelf = shelf()
        let fault = await #expect(throws: TraceShelf.Fault.self) { _ = try await shelf.dump("x") }
        #expect(fault.map { "\($0)".contains(self.folder.path()) } == true)
    }

    @Test("A jam leaves the traffic that led to it, with the descriptors at its head")
    func jam() throws {
        let bench = try DispenserBench(
            machineFaults: [PlannedFault(.jamToReadPosition)], trace: [ring])
        let shelf = shelf()
        let traced = TracedDispenser(
            bench.dispenser, dumps: FaultDumps(on: shelf, clock: bench.clock, log: { _ in }))
        _ = try bench.connect()
        let kind = try bench.run { () async -> DispenserFaultKind? in
            do throws(DispenserFault) {
                _ = try await traced.feed(after: traced.observe())
                return nil
            } catch {
                return error.kind
            }
        }
        #expect(kind == .jam)
        shelf.finish()
        let name = try #require(try names.first)
        #expect(name.hasSuffix("-dispenser-jam.pcap"))
        let file = [UInt8](try Data(contentsOf: folder.appending(path: name)))
        var story = try TraceStory(file, bridges: TestLink.bridges())
        var codes: [String] = []
        var heads: [String] = []
        while let frame = try story.next() {
            codes += frame.notes.compactMap { $0.fields["code"] }
            heads += frame.notes.filter { $0.subject == .device }.map(\.words.english)
        }
        #expect(codes.last == "10")
        #expect(heads == ["1a86:7523 CH340 serial bridge"])
    }

    @Test("A device that stays away is dumped once, and again after it worked and a minute passed")
    func once() throws {
        let bench = try DispenserBench(trace: [ring])
        let shelf = shelf()
        let heard = HeardLines()
        let traced = TracedDispenser(
            bench.dispenser,
            dumps: FaultDumps(on: shelf, clock: bench.clock, log: { heard.add($0) }))
        let connects: () throws -> Bool? = {
            try bench.run { () async -> Bool in (try? await traced.connect()) != nil }
        }
        #expect(try connects() == true)
        for round in 1...3 {
            try bench.obey(.pull(.dispenser))
            for _ in 0..<5 { #expect(try connects() == false) }
            shelf.finish()
            // The second time comes within a minute.
            #expect(try names.count == (round < 3 ? 1 : 2), "round \(round)")
            try bench.obey(.plug(.dispenser))
            #expect(try connects() == true)
            if round == 2 {
                let clock = bench.clock
                _ = try bench.run { () async in
                    try? await clock.sleep(for: FaultDumps.pauseMinimum)
                }
            }
        }
        #expect(heard.lines.count == 2)
        #expect(heard.lines.allSatisfy { $0.hasPrefix("dispenser.disconnected: ") })
    }

    @Test("An empty hopper is no reason for a dump")
    func everyday() throws {
        let bench = try DispenserBench(trace: [ring])
        let shelf = shelf()
        let traced = TracedDispenser(
            bench.dispenser, dumps: FaultDumps(on: shelf, clock: bench.clock, log: { _ in }))
        _ = try bench.connect()
        try bench.obey(.emptyHopper)
        let kind = try bench.run { () async -> DispenserFaultKind? in
            do throws(DispenserFault) {
                _ = try await traced.feed(after: traced.observe())
                return nil
            } catch {
                return error.kind
            }
        }
        #expect(kind == .hopperEmpty)
        shelf.finish()
        #expect(try names == [])
    }
}

/// A millisecond later each time.
private final class TickingClock: Sendable {
    private let time = Mutex<Int64>(1_795_363_200_000)

    func next() -> Int64 {
        time.withLock { time in
            time += 1
            return time
        }
    }
}

/// What was logged.
private final class HeardLines: Sendable {
    private let all = Mutex<[String]>([])

    func add(_ line: String) { all.withLock { $0.append(line) } }

    var lines: [String] { all.withLock { $0 } }
}
