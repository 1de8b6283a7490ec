import DeviceProtocols
import Drivers
import Foundation
import KioskPorts

/// The family of a recorded dispenser, with one profile: its driver, and which call of it begins with which packet.
enum RecordedFamily {
    case crt591(CRT591Profile)
    case crtHID(CRTHIDProfile)

    /// One for each profile in a family's folder.
    static func all(in folder: URL) throws -> [RecordedFamily] {
        let profiles = folder.appending(path: "profiles")
        return try FileManager.default.contentsOfDirectory(atPath: profiles.path()).sorted()
            .filter { $0.hasSuffix(".json") }
            .compactMap { name in
                let text = try Data(contentsOf: profiles.appending(path: name))
                switch folder.lastPathComponent {
                case "crt-591": return .crt591(try CRT591Profile(json: text))
                case "crt-hid": return .crtHID(try CRTHIDProfile(json: text))
                default: return nil
                }
            }
    }

    func dispenser(
        clock: any KioskClock, open: @escaping LineOpening
    ) -> any CardDispenser {
        switch self {
        case .crt591(let profile): CRT591Dispenser(profiles: [profile], clock: clock, open: open)
        case .crtHID(let profile): CRTHIDDispenser(profiles: [profile], clock: clock, open: open)
        }
    }

    /// The call that begins with these bytes; nil: none but connecting.
    /// - Parameter next: what goes out after them.
    func call(_ bytes: [UInt8], next: [UInt8]?) -> DispenserCall? {
        switch self {
        case .crt591(let profile):
            let packet = bytes.first == CRT591Frame.start ? bytes : Array(bytes.dropFirst())
            guard packet.count > 6, packet[0] == CRT591Frame.start else { return nil }
            let commands = profile.commands
            return Self.call(
                packet[5...6], commands.feed, commands.present, commands.retain, "31 30")
        case .crtHID(let profile):
            let commands = profile.commands
            let call = { (report: [UInt8]) in
                Self.call(
                    Self.name(report), commands.feed, commands.present, commands.retain, "31 30")
            }
            // A motion begins with a question too.
            let asked = call(bytes)
            guard asked == .observe, let meant = next.flatMap(call), meant != .observe else {
                return asked
            }
            return meant
        }
    }

    /// Command, parameter and data of a report, or nothing.
    private static func name(_ report: [UInt8]) -> [UInt8] {
        var input = CRTHIDAssembler()
        for case .frame(let frame) in input.receive(report) { return Array(frame.text.dropFirst()) }
        return []
    }

    private static func call(
        _ name: some Sequence<UInt8>, _ feed: String, _ present: String, _ retain: String,
        _ status: String
    ) -> DispenserCall? {
        let text = name.map { String($0, radix: 16, uppercase: true) }.joined(separator: " ")
        let calls: [String: DispenserCall] = [
            feed: .feed, present: .present, retain: .retain, status: .observe,
        ]
        return calls[text]
    }
}
