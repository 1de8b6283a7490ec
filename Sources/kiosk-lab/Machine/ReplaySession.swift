import ArgumentParser
import Drivers
import Foundation
import KioskPorts
import Simulator

/// One run of `kiosk-lab machine --replay`: the devices of a trace on a simulated bus.
struct ReplaySession {
    /// How often it is looked whether a replay came to its end.
    private static let pace = Duration.milliseconds(50)
    /// Ports of the simulated root hub.
    private static let portLimit = 8

    private let bus: USBFolder
    private let folder: String
    private let devices: [(port: UInt8, device: ReplayedDevice)]

    /// - Throws: `MachineRefusal` when the trace cannot be played.
    init(trace: String, folder: String) throws {
        let recordings: [Recording]
        do {
            recordings = try Recording.read([UInt8](Data(contentsOf: URL(filePath: trace))))
        } catch {
            throw MachineRefusal(
                "\(trace) cannot be played: \(Self.words(error))",
                remedy: "name a trace that `kiosk trace show` tells to its end")
        }
        guard recordings.count <= Self.portLimit else {
            throw MachineRefusal(
                "\(trace) holds \(recordings.count) devices; \(Self.portLimit) can be played",
                remedy: "cut it with editcap")
        }
        let start = ContinuousClock.now
        bus = try USBFolder(path: folder, now: { ContinuousClock.now - start })
        self.folder = folder
        devices = recordings.enumerated().map { (UInt8($0.offset + 1), ReplayedDevice($0.element)) }
    }

    private static func words(_ error: any Error) -> String {
        switch error {
        case RecordingFault.capture(let fault): "\(TraceFault(fault))"
        case let fault as RecordingFault: "\(fault)"
        case _: error.localizedDescription
        }
    }

    /// Plays until every device is done, a host does something else, or an interrupt. Returns whether the host did the same
    /// as in the recording as far as it went.
    func run() async throws -> Bool {
        defer { bus.close() }
        for (port, device) in devices { try bus.plug(device, port: port) }
        let names = devices.map { port, device in
            "1-\(port) \(device.descriptors.product) in \(device.recording.steps.count) steps"
        }
        Self.say("machine ready, bus \(folder), replays \(names.joined(separator: ", "))")
        return try await withThrowingTaskGroup(of: Bool?.self) { group in
            group.addTask {
                try await Interrupt.wait()
                return nil
            }
            group.addTask { try await follow() }
            let ended = try await group.next() ?? nil
            group.cancelAll()
            if ended == nil { tellWhereItStands() }
            return ended ?? true
        }
    }

    private func follow() async throws -> Bool {
        var pulled: Set<UInt8> = []
        while true {
            for (port, device) in devices {
                switch device.ending {
                case nil: break
                case .differs(let difference):
                    Self.say("1-\(port) \(difference)")
                    return false
                case .over: break
                case .gone where !pulled.contains(port):
                    bus.unplug(port: port)
                    pulled.insert(port)
                    Self.say("1-\(port) \(ReplayEnding.gone)")
                case .gone: break
                }
            }
            if devices.allSatisfy({ $0.device.isDone }) {
                Self.say("the recording was played to its end")
                return true
            }
            try await Task.sleep(for: Self.pace)
        }
    }

    private func tellWhereItStands() {
        for (port, device) in devices {
            let next = device.expected.map { "frame \($0.frame), \($0.action), has not come" }
            Self.say("1-\(port) \(next ?? "was asked everything")")
        }
    }

    private static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
