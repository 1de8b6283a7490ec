import ArgumentParser
import DeviceProtocols

/// The way to a single card.
enum CardChannelChoice: Hashable, ExpressibleByArgument {
    case tcp(host: String, port: UInt16)
    case reader(serialNumber: String)
    /// Here waits the reader, and a virtual card comes.
    case vpcd(port: UInt16)

    init?(argument: String) {
        if argument == "vpcd" {
            self = .vpcd(port: VPCDMessage.usualPort)
            return
        }
        let parts = argument.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, !parts[1].isEmpty else { return nil }
        switch parts[0] {
        case "tcp":
            guard let colon = parts[1].lastIndex(of: ":"), colon > parts[1].startIndex,
                let port = UInt16(parts[1][parts[1].index(after: colon)...]), port > 0
            else { return nil }
            self = .tcp(host: String(parts[1][..<colon]), port: port)
        case "reader": self = .reader(serialNumber: parts[1])
        case "vpcd":
            guard let port = UInt16(parts[1]), port > 0 else { return nil }
            self = .vpcd(port: port)
        default: return nil
        }
    }
}
