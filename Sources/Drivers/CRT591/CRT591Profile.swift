internal import Foundation

/// A model of the CRT-591 family on one firmware: data, kept in `hardware/crt-591/profiles`, each
/// difference with its observation. Motion is refused on a unit that matches no profile.
package struct CRT591Profile: Hashable, Sendable, Codable {
    package let name: String
    package let identity: Identity
    package let line: Line
    package let commands: Commands
    /// st2 values that mean "full" on this firmware, in hexadecimal; every other than `30` is unknown.
    package let binFull: [String]
    /// Places in the sensors' answer that lie in the card's path, chosen so that one card at rest covers at most one of
    /// them. Empty: their meaning is not known.
    package let pathSensors: [Int]
    /// The unit's own timer that pulls an untaken card back, in seconds; null if it has none.
    package let ownRetractSeconds: Int?
    /// Whether commissioning saw the bin counter count each retained card.
    package let binCounterProven: Bool
    package let timeouts: Timeouts
    package let quirks: [ProfileQuirk]

    /// What the unit must say of itself. A field that is null may be anything, a profile without
    /// any field matches nothing.
    package struct Identity: Hashable, Sendable, Codable {
        /// The answer to INIT.
        package let revision: String?
        /// The answer to A4 30.
        package let firmware: String?
        /// The answer to A3 30.
        package let configuration: String?
    }

    /// The serial line.
    package struct Line: Hashable, Sendable, Codable {
        package let address: UInt8
        /// Baud, the likeliest first.
        package let speeds: [Int]
    }

    /// Command and parameter of each task, as `"32 30"`.
    package struct Commands: Hashable, Sendable, Codable {
        package let initialise: String
        package let disableEntry: String
        package let feed: String
        package let present: String
        package let retain: String
    }

    /// Milliseconds.
    package struct Timeouts: Hashable, Sendable, Codable {
        package let acknowledge: Int
        package let query: Int
        package let initialise: Int
        package let motion: Int
    }

    /// Reads a profile's JSON text and checks it.
    package init(json: some Sequence<UInt8>) throws {
        let profile = try JSONDecoder().decode(CRT591Profile.self, from: Data(json))
        try profile.check()
        self = profile
    }

    private func check() throws(CRT591ProfileError) {
        // INIT 30, 31, 34 and 35 move a card; connecting must not.
        try require(commands.initialise, in: ["30 33", "30 37"])
        for text in [commands.feed, commands.present, commands.retain] {
            try require(text, toBegin: 0x32, "MOVE, \"32 xx\" in hexadecimal")
        }
        try require(commands.disableEntry, toBegin: 0x33, "ENTRY, \"33 xx\" in hexadecimal")
        for text in [identity.revision, identity.firmware, identity.configuration]
            .compactMap(\.self)
        {
            try ProfileCheck.identity(text, of: name)
        }
        for text in binFull where HexText.bytes(text)?.count != 1 {
            throw CRT591ProfileError(profile: name, value: text, bound: "one byte in hexadecimal")
        }
        try ProfileCheck.speeds(line.speeds, of: name)
        try ProfileCheck.waits(
            [timeouts.acknowledge, timeouts.query, timeouts.initialise, timeouts.motion], of: name)
    }

    private func require(_ text: String, in allowed: [String]) throws(CRT591ProfileError) {
        guard allowed.contains(text) else {
            throw CRT591ProfileError(
                profile: name, value: text, bound: allowed.joined(separator: " or "))
        }
    }

    private func require(
        _ text: String, toBegin command: UInt8, _ bound: String
    ) throws(CRT591ProfileError) {
        let bytes = HexText.bytes(text)
        guard bytes?.count == 2, bytes?.first == command else {
            throw CRT591ProfileError(profile: name, value: text, bound: bound)
        }
    }
}

extension CRT591Profile: DispenserProfile {
    package var seesWholePath: Bool { !pathSensors.isEmpty }

    package var reach: UnitReach {
        UnitReach(
            address: line.address, speeds: line.speeds,
            longestMotion: .milliseconds(timeouts.motion))
    }
}

/// A CRT-591 profile that cannot be used is refused as every family's.
package typealias CRT591ProfileError = DispenserProfileError
