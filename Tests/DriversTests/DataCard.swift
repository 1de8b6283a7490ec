import KioskPorts
import Simulator
import Synchronization

/// A card that says so many bytes (B0, the number in P1 and P2), takes bytes (D6), gives back what it takes reversed (88),
/// and does something without any (44). Command chaining, GET RESPONSE and extended lengths as in ISO/IEC 7816-4.
///
/// It counts what it carries out, so that a command that reaches it twice shows.
final class DataCard: PresentedCard {
    private struct State {
        var isActive = false
        var chained: [UInt8] = []
        var waiting: [UInt8] = []
        var done: [[UInt8]] = []
    }

    private let state = Mutex(State())
    private let answerToReset: [UInt8] = [0x3B, 0x80, 0x80, 0x01, 0x01]

    /// Header and data of each command that it carried out, GET RESPONSE aside.
    var done: [[UInt8]] { state.withLock { $0.done } }

    static func pattern(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 5 &+ 1) }
    }

    func isPresent(now: Duration) -> Bool { true }

    func activate(now: Duration) -> [UInt8]? {
        state.withLock { state in
            (state.isActive, state.chained, state.waiting) = (true, [], [])
        }
        return answerToReset
    }

    func deactivate(now: Duration) { state.withLock { $0.isActive = false } }

    func transmit(_ apdu: [UInt8], now: Duration) -> PresentedCardReply {
        let response = state.withLock { state in
            state.isActive ? Self.answer(apdu, &state) : nil
        }
        return PresentedCardReply(response: response, takes: .milliseconds(5))
    }

    private static func answer(_ apdu: [UInt8], _ state: inout State) -> [UInt8] {
        guard apdu.count >= 4 else { return [0x67, 0x00] }
        let (data, expected) = lengths(apdu)
        if apdu[1] == 0xC0 { return give(expected, &state) }
        if apdu[0] & 0x10 != 0 {
            state.chained += data
            return [0x90, 0x00]
        }
        let all = state.chained + data
        (state.chained, state.waiting) = ([], [])
        state.done.append(Array(apdu.prefix(4)) + all)
        switch apdu[1] {
        case 0x44, 0xD6: return [0x90, 0x00]
        case 0x88: state.waiting = all.reversed()
        case 0xB0: state.waiting = pattern(Int(apdu[2]) << 8 | Int(apdu[3]))
        default: return [0x6D, 0x00]
        }
        return give(expected, &state)
    }

    private static func give(_ expected: Int, _ state: inout State) -> [UInt8] {
        let part = Array(state.waiting.prefix(expected))
        state.waiting.removeFirst(part.count)
        let left = UInt8(truncatingIfNeeded: min(256, state.waiting.count))
        return part + (state.waiting.isEmpty ? [0x90, 0x00] : [0x61, left])
    }

    /// What comes with a well-formed command, and how much it may be answered with. T=0 does not say that of a command with
    /// data: there it is all.
    private static func lengths(_ apdu: [UInt8]) -> (data: [UInt8], expected: Int) {
        let rest = Array(apdu.dropFirst(4))
        guard let first = rest.first else { return ([], 0) }
        if rest.count == 1 { return ([], first == 0 ? 256 : Int(first)) }
        let isLong = first == 0
        let width = isLong ? 3 : 1
        let number = isLong ? Int(rest[1]) << 8 | Int(rest[2]) : Int(first)
        if rest.count == width { return ([], number == 0 ? 65_536 : number) }
        let data = Array(rest.dropFirst(width).prefix(number))
        let tail = rest.dropFirst(width + number)
        guard !tail.isEmpty else { return (data, 65_536) }
        let value = tail.reduce(0) { $0 << 8 | Int($1) }
        return (data, value == 0 ? (isLong ? 65_536 : 256) : value)
    }
}
