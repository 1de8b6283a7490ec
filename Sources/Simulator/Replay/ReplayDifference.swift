internal import CampusCard
internal import KioskPorts

/// How a replay came to its end.
package enum ReplayEnding: Hashable, Sendable, CustomStringConvertible {
    /// The host did something else than it did in the recording.
    case differs(ReplayDifference)
    /// The host did everything that it did in the recording, and then something more.
    case over(came: Recording.Action)
    /// The device was pulled, as in the recording.
    case gone

    package var description: String {
        switch self {
        case .differs(let difference): difference.description
        case .over(let came): "the recording is over; after it came \(came)"
        case .gone: "the device was pulled, as it was in the recording"
        }
    }
}

/// The first thing that a host did otherwise than in the recording.
package struct ReplayDifference: Hashable, Sendable, CustomStringConvertible {
    /// Of the frame that was expected, as Wireshark and `kiosk trace show` count.
    package let frame: Int
    package let expected: Recording.Action
    package let came: Recording.Action

    package var description: String {
        "differs at frame \(frame): expected \(expected), came \(came)"
    }
}

extension Recording.Action: CustomStringConvertible {
    /// Bytes of a message that are shown: those of every command without much data, and no card's.
    private static let shown = 15

    package var description: String {
        switch self {
        case .request(let setup, let data):
            "request \(setup.bytes.hex)" + (data.isEmpty ? "" : " with \(Self.text(data))")
        case .message(let endpoint, let data): "\(endpoint) \(Self.text(data))"
        }
    }

    private static func text(_ data: [UInt8]) -> String {
        data.prefix(shown).hex + (data.count > shown ? "… (\(data.count) bytes)" : "")
    }
}
