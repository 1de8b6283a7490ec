internal import DeviceProtocols
internal import Foundation

/// A model of the TTCE K720 family on one firmware: data, kept in `hardware/ttce/profiles`, each doubt with its
/// observation. Motion is refused on a unit that matches no profile.
package struct TTCEProfile: Hashable, Sendable, Codable {
    package let name: String
    /// The whole text that the unit answers to GV.
    package let version: String
    package let line: Line
    package let commands: Commands
    /// The unit stages the next card at its third sensor by itself, and says by bit 1000 that it is at it (K720).
    package let prestages: Bool
    /// Commissioning saw bit 0800 or 0400 at every look during each motion: a unit that is looked at without a gap and
    /// never shows one has not moved.
    package let showsMotion: Bool
    /// Commissioning saw that bit 4000 alone means that no motor turned.
    package let refusalProvesStandstill: Bool
    /// The unit's own timer that pulls an untaken card back, in seconds; null if it has none.
    package let ownRetractSeconds: Int?
    package let timeouts: Timeouts
    package let quirks: [ProfileQuirk]

    /// The serial line.
    package struct Line: Hashable, Sendable, Codable {
        /// 0…15, as the DIP switches say.
        package let address: UInt8
        /// Baud, the likeliest first.
        package let speeds: [Int]
    }

    /// The letters of each task.
    package struct Commands: Hashable, Sendable, Codable {
        package let feed: String
        package let present: String
        package let retain: String
    }

    /// Milliseconds.
    package struct Timeouts: Hashable, Sendable, Codable {
        package let acknowledge: Int
        package let query: Int
        /// Between two looks at a unit that moves; the document asks for 200 at least.
        package let poll: Int
        /// How long a unit may take from ENQ to the first sign of a motion.
        package let start: Int
        package let motion: Int
    }

    /// Reads a profile's JSON text and checks it.
    package init(json: some Sequence<UInt8>) throws {
        let profile = try JSONDecoder().decode(TTCEProfile.self, from: Data(json))
        try profile.check()
        self = profile
    }

    private func check() throws(DispenserProfileError) {
        try ProfileCheck.identity(version, of: name)
        for text in [commands.feed, commands.present, commands.retain] {
            guard Self.motions.contains(text) else {
                throw DispenserProfileError(
                    profile: name, value: text, bound: Self.motions.joined(separator: ", "))
            }
        }
        guard TTCEAddress(line.address) != nil else {
            throw DispenserProfileError(
                profile: name, value: "address \(line.address)", bound: "0…15")
        }
        try ProfileCheck.speeds(line.speeds, of: name)
        try ProfileCheck.waits(
            [
                timeouts.acknowledge, timeouts.query, timeouts.poll, timeouts.start,
                timeouts.motion,
            ], of: name)
        guard timeouts.poll >= Self.shortestPoll else {
            throw DispenserProfileError(
                profile: name, value: "poll \(timeouts.poll) ms", bound: "≥ \(Self.shortestPoll)")
        }
    }

    /// The document's motions that end at a named place; RS moves what it likes.
    private static let motions = ["FC7", "FC4", "FC0", "FC6", "DC", "CP"]
    /// Notes of the document, in milliseconds.
    private static let shortestPoll = 200

    var address: TTCEAddress {
        guard let address = TTCEAddress(line.address) else {
            preconditionFailure("a profile's address was checked when it was read")
        }
        return address
    }

    func command(for movement: DispenserMovement) -> TTCECommand {
        let letters =
            switch movement {
            case .feed: commands.feed
            case .present: commands.present
            case .retain: commands.retain
            }
        guard let command = TTCECommand(text: Array(letters.utf8)) else {
            preconditionFailure("a profile's commands were checked when it was read")
        }
        return command
    }
}

extension TTCEProfile: DispenserProfile {
    /// There is no counter.
    package var binCounterProven: Bool { false }
    /// Three sensors do not.
    package var seesWholePath: Bool { false }

    package var reach: UnitReach {
        UnitReach(
            address: line.address, speeds: line.speeds,
            longestMotion: .milliseconds(timeouts.motion))
    }
}
