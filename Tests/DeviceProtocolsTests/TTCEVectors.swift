import DeviceProtocols
import Testing

/// Packets of devices.md §4.3, computed there from the grammar of "Communication Protocol of K720&K730&K750"
/// (kaiserto/k720_libs).
enum TTCEVectors {
    static let zero = address(0)
    static let fifteen = address(15)

    static let commands: [(text: String, address: TTCEAddress, packet: String)] = [
        ("RS", zero, "02 30 30 00 02 52 53 03 02"), ("RS", fifteen, "02 31 35 00 02 52 53 03 06"),
        ("GV", zero, "02 30 30 00 02 47 56 03 12"), ("GV", fifteen, "02 31 35 00 02 47 56 03 16"),
        ("RF", zero, "02 30 30 00 02 52 46 03 17"), ("RF", fifteen, "02 31 35 00 02 52 46 03 13"),
        ("AP", zero, "02 30 30 00 02 41 50 03 12"), ("AP", fifteen, "02 31 35 00 02 41 50 03 16"),
        ("DC", zero, "02 30 30 00 02 44 43 03 04"), ("DC", fifteen, "02 31 35 00 02 44 43 03 00"),
        ("CP", zero, "02 30 30 00 02 43 50 03 10"), ("CP", fifteen, "02 31 35 00 02 43 50 03 14"),
        ("DB", zero, "02 30 30 00 02 44 42 03 05"),
        ("FC0", zero, "02 30 30 00 03 46 43 30 03 37"),
        ("FC0", fifteen, "02 31 35 00 03 46 43 30 03 33"),
        ("FC4", zero, "02 30 30 00 03 46 43 34 03 33"),
        ("FC4", fifteen, "02 31 35 00 03 46 43 34 03 37"),
        ("FC6", zero, "02 30 30 00 03 46 43 36 03 31"),
        ("FC6", fifteen, "02 31 35 00 03 46 43 36 03 35"),
        ("FC7", zero, "02 30 30 00 03 46 43 37 03 30"),
        ("FC7", fifteen, "02 31 35 00 03 46 43 37 03 34"),
        ("FC8", zero, "02 30 30 00 03 46 43 38 03 3F"),
        ("FC8", fifteen, "02 31 35 00 03 46 43 38 03 3B"),
        ("LP\u{2}", zero, "02 30 30 00 03 4C 50 02 03 1C"),
        ("LF", zero, "02 30 30 00 02 4C 46 03 09"),
        ("G0", zero, "02 30 30 00 02 47 30 03 74"), ("G1", zero, "02 30 30 00 02 47 31 03 75"),
        ("G30\u{0}\u{84}\u{0}\u{0}\u{8}", zero, "02 30 30 00 08 47 33 30 00 84 00 00 08 03 C1"),
    ]

    /// The names that the codec gives to some of them.
    static let named: [(TTCECommand, String)] = [
        (.reset, "RS"), (.version, "GV"), (.shortState, "RF"), (.fullState, "AP"),
        (.dispense, "DC"), (.capture, "CP"), (.returnToHopper, "DB"), (.outOfMouth, "FC0"),
        (.toMouth, "FC4"), (.toSecondSensor, "FC6"), (.toReadPosition, "FC7"), (.takeIn, "FC8"),
        (.ledOff, "LF"),
    ]

    static let states: [(flags: TTCEFlags, packet: String)] = [
        ([], "02 30 30 00 06 53 46 30 30 30 30 03 12"),
        ([.firstSensor, .secondSensor], "02 30 30 00 06 53 46 30 30 30 33 03 11"),
        (.thirdSensor, "02 30 30 00 06 53 46 30 30 30 34 03 16"),
        ([.few, .empty], "02 30 30 00 06 53 46 30 30 31 38 03 1B"),
        (.jam, "02 30 30 00 06 53 46 30 30 32 30 03 10"),
        (.dispensing, "02 30 30 00 06 53 46 30 38 30 30 03 1A"),
        (.binFull, "02 30 30 00 06 53 46 38 30 30 30 03 1A"),
    ]

    /// Answers of the RF module to `G3`, address 0.
    static let answers: [(reply: TTCEReply, packet: String)] = [
        (.positive(data: [0x30, 0x90, 0x00]), "02 30 30 00 06 50 47 33 30 90 00 03 83"),
        (.negative(code: 0x04), "02 30 30 00 04 4E 47 33 04 03 3B"),
    ]

    static let controls: [(TTCEControl, TTCEAddress, String)] = [
        (.acknowledge, zero, "06 30 30"), (.refuse, zero, "15 30 30"), (.execute, zero, "05 30 30"),
        (.acknowledge, fifteen, "06 31 35"), (.refuse, fifteen, "15 31 35"),
        (.execute, fifteen, "05 31 35"), (.cancel, zero, "04"),
    ]

    /// Every packet for address 0.
    static let packets =
        commands.filter { $0.address == zero }.map { bytes($0.packet) }
        + states.map { bytes($0.packet) } + answers.map { bytes($0.packet) }

    static func bytes(_ hex: String) -> [UInt8] {
        hex.split(separator: " ").compactMap { UInt8($0, radix: 16) }
    }

    static func command(_ text: String) -> TTCECommand? {
        TTCECommand(text: text.unicodeScalars.map { UInt8($0.value) })
    }

    private static func address(_ number: UInt8) -> TTCEAddress {
        guard let address = TTCEAddress(number) else { preconditionFailure("0…15") }
        return address
    }
}
