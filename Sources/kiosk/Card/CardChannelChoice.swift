import ArgumentParser

/// The way to a single card.
enum CardChannelChoice: Hashable, ExpressibleByArgument {
    case tcp(host: String, port: UInt16)
    case reader(serialNumber: String)

    init?(argument: String) {
        let parts = argument.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, !parts[1].isEmpty else { return nil }
        switch parts[0] {
        case "tcp":
            guard let colon = parts[1].lastIndex(of: ":"), colon > parts[1].startIndex,
                let port = UInt16(parts[1][parts[1].index(after: colon)...]), port > 0
            else { return nil }
            self = .tcp(host: String(parts[1][..<colon]), port: port)
        case "reader": self = .reader(serialNumber: parts[1])
        default: return nil
        }
    }
}
