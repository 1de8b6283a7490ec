import CampusCard
import Drivers
import Foundation
import KioskCore
import KioskPorts
import SimulatedCampus
import Synchronization
import Testing

@testable import Simulator
@testable import VirtualChips

/// Goal: the trace of a whole replacement helps a technician and no thief (K14). Method: one visit through the whole stack
/// with a trace; then every key and record of the card that was made, and every cryptogram that passed, is looked for in
/// the file, byte for byte.
@Suite struct TraceTests {
    /// Writes the trace, and remembers what really passed.
    private final class Both: USBTraceSink {
        let trace: PcapTrace
        private let passed = Mutex<[[UInt8]]>([])

        init(_ trace: PcapTrace) { self.trace = trace }

        /// The data of blocks to and from the card.
        var blocks: [[UInt8]] {
            passed.withLock { $0 }.filter { $0.count > 10 && [0x6F, 0x80].contains($0[0]) }
                .map { Array($0.dropFirst(10)) }
        }

        func submitted(_ transfer: USBTransfer, number: UInt64, device: USBDevice) {
            passed.withLock { $0.append(transfer.outgoing) }
            trace.submitted(transfer, number: number, device: device)
        }

        func ended(
            _ transfer: USBTransfer, number: UInt64, device: USBDevice, result: USBTransferResult
        ) {
            passed.withLock { $0.append(result.bytes) }
            trace.ended(transfer, number: number, device: device, result: result)
        }
    }

    /// So many bytes in a row are no accident.
    private static let run = 8

    private static func runs(of bytes: [UInt8]) -> Set<[UInt8]> {
        guard bytes.count >= run else { return [] }
        let all = (0...(bytes.count - run)).map { Array(bytes[$0..<($0 + run)]) }
        // A run of few values is no secret: padding, counters.
        return Set(all.filter { Set($0).count > 3 })
    }

    private func visit(_ path: String) throws -> (Visit, Both) {
        let trace = try PcapTrace(
            path: path, byteLimit: 8 << 20, wallMilliseconds: { 1_795_363_200_000 })
        let both = Both(trace)
        let visit = try Visit { $0.trace = both }
        try visit.consent()
        #expect(try visit.outcome() == .delivered)
        return (visit, both)
    }

    @Test("No key, record or cryptogram of a personalisation is in the trace, and tshark reads it")
    func secrets() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "kiosk-trace-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "usb.pcap").path()
        let (visit, both) = try visit(path)
        let stored = Self.runs(of: [UInt8](try Data(contentsOf: URL(filePath: path))))

        let secrets = try Self.secrets(of: visit)
        #expect(secrets.count >= 8)
        for secret in secrets { #expect(stored.isDisjoint(with: Self.runs(of: secret))) }

        let harmless: Set<UInt8> = [0x60, 0x5A, 0x64, 0x6A]
        var isShown = false
        var hidden = 0
        for block in both.blocks {
            if block[0] == 0x90 && block.count >= 5 && block[2...3] == [0, 0] {
                isShown = harmless.contains(block[1])
            }
            // The answer to reset is shown too.
            guard !isShown, block[0] != 0x3B else { continue }
            let cryptogram = Self.runs(of: Array(block.dropFirst(5)))
            hidden += cryptogram.isEmpty ? 0 : 1
            #expect(stored.isDisjoint(with: cryptogram), "\(block.prefix(2).hex)")
        }
        // Challenges, key changes, records: nothing was looked for in vain.
        #expect(hidden > 20)
        print("trace: \(secrets.count) secrets and \(hidden) cryptograms looked for")
        try expectDissected(path)
    }

    /// Every key and the contents of every file of the cards that the person has.
    private static func secrets(of visit: Visit) throws -> [[UInt8]] {
        let contents = visit.campus.machine.contents(now: visit.campus.clock.monotonic())
        return try contents.machine.withPerson.flatMap { card in
            let memory = try #require(contents.chips.memories[card.number])
            let files = memory.applications.flatMap(\.files).compactMap { file -> [UInt8]? in
                if case .backup(let bytes) = file.content { bytes } else { nil }
            }
            let keys = [memory.masterKey] + memory.applications.flatMap(\.keys)
            return keys.map(\.bytes) + files
        }
    }

    private func expectDissected(_ path: String) throws {
        let packets = try tshark(path, filter: "usbccid")
        #expect(packets.count > 100)
        let broken = try tshark(path, filter: "_ws.malformed || _ws.expert.severity == \"Error\"")
        #expect(broken == [])
    }

    private func tshark(_ path: String, filter: String) throws -> [Substring] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/tshark")
        process.arguments = ["-r", path, "-Y", filter]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return text.split(separator: "\n")
    }
}
