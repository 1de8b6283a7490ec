internal import DeviceProtocols
internal import Foundation

/// A model of CREATOR's units with CRC-16 on one firmware: data, kept in `hardware/crt-hid/profiles`, each doubt with its
/// observation. Motion is refused on a unit that matches no profile.
package struct CRTHIDProfile: Hashable, Sendable, Codable {
    package let name: String
    /// The whole text that the unit answers to A4 30.
    package let firmware: String
    package let commands: Commands
    /// Codes of a refused motion by which commissioning saw that no motor had turned.
    package let standstillCodes: [String]
    package let sensors: Sensors
    /// Where the counter of retained cards lies among the digits that A1 30 answers; null: not known.
    package let binCounter: Counter?
    /// Whether commissioning saw the bin counter count each retained card.
    package let binCounterProven: Bool
    /// The unit's own timer that pulls an untaken card back, in seconds; null if it has none.
    package let ownRetractSeconds: Int?
    package let timeouts: Timeouts
    package let quirks: [ProfileQuirk]

    /// Command, parameter and data of each task, as `"32 32 31"`.
    package struct Commands: Hashable, Sendable, Codable {
        package let feed: String
        package let present: String
        package let retain: String
    }

    /// Places in the sensors' answer (C1A); null, or none: not known.
    package struct Sensors: Hashable, Sendable, Codable {
        /// All along the card's path, chosen so that one card at rest covers at most one of them.
        package let path: [Int]
        /// Reports while at least one card lies in the hopper.
        package let hopperOccupied: Int?
        /// Reports while few cards lie there.
        package let hopperLow: Int?
        package let binFull: Int?
    }

    /// Decimal digits in an answer.
    package struct Counter: Hashable, Sendable, Codable {
        package let offset: Int
        package let digits: Int
    }

    /// Milliseconds.
    package struct Timeouts: Hashable, Sendable, Codable {
        package let query: Int
        package let initialise: Int
        package let motion: Int
        /// How far the reports of one answer may be apart.
        package let reportGap: Int
    }

    /// Reads a profile's JSON text and checks it.
    package init(json: some Sequence<UInt8>) throws {
        let profile = try JSONDecoder().decode(CRTHIDProfile.self, from: Data(json))
        try profile.check()
        self = profile
    }

    private func check() throws(DispenserProfileError) {
        try ProfileCheck.identity(firmware, of: name)
        for text in [commands.feed, commands.present, commands.retain] {
            try checkMotion(text)
        }
        for code in standstillCodes where CRTHIDCode(rawValue: code) == nil {
            throw DispenserProfileError(
                profile: name, value: "code \(code)", bound: "one of the table")
        }
        let places =
            sensors.path
            + [sensors.hopperOccupied, sensors.hopperLow, sensors.binFull].compactMap(\.self)
        for place in places where !(0..<CRTHIDReply.maximumData).contains(place) {
            throw DispenserProfileError(
                profile: name, value: "sensor \(place)", bound: "0…\(CRTHIDReply.maximumData - 1)")
        }
        if let counter = binCounter {
            guard counter.offset >= 0, Self.counterDigits.contains(counter.digits),
                counter.offset + counter.digits <= CRTHIDReply.maximumData
            else {
                throw DispenserProfileError(
                    profile: name,
                    value: "counter of \(counter.digits) digits at \(counter.offset)",
                    bound: "3…18 digits in an answer")
            }
        }
        try ProfileCheck.waits(
            [timeouts.query, timeouts.initialise, timeouts.motion, timeouts.reportGap], of: name)
    }

    /// Counts are compared modulo 1000.
    private static let counterDigits = 3...18

    /// Feeding (C2x), and those forms of initialising that move a card (all but C04).
    private func checkMotion(_ text: String) throws(DispenserProfileError) {
        let bytes = HexText.bytes(text) ?? []
        let isMotion =
            bytes.count >= 2
            && (bytes[0] == 0x32 || bytes[0] == 0x30 && bytes[1] != 0x34)
            && bytes.count - 2 <= CRTHIDCommand.maximumData
        guard isMotion else {
            throw DispenserProfileError(
                profile: name, value: text, bound: "a motion, \"32 xx\" or \"30 xx\" in hexadecimal"
            )
        }
    }
}

extension CRTHIDProfile: DispenserProfile {
    package var seesWholePath: Bool { !sensors.path.isEmpty }

    package var reach: UnitReach {
        UnitReach(address: 0, speeds: [], longestMotion: .milliseconds(timeouts.motion))
    }
}
