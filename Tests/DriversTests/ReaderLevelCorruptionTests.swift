import DeviceProtocols
import Simulator
import Synchronization
import Testing

/// Goal: no damaged message at any level traps, hangs, or lets a wrong answer of a card with a check pass. Method: prefixes
/// and changed bits of every message of an activation and a command, in both directions.
@Suite struct ReaderLevelCorruptionTests {
    private static let apdu: [UInt8] = [0, 0x88, 0, 0, 3, 7, 8, 9, 0]
    private static let answer = ReaderEnd.answered([[9, 8, 7, 0x90, 0x00]])

    private func run(
        _ level: ReaderLevel, _ point: DamagePoint
    ) -> (end: ReaderEnd, next: ReaderEnd, done: Int, messages: [[UInt8]]) {
        let shared = Shared<DamagingCable>(result: Mutex(nil))
        let card = DataCard()
        let bench = ReaderBench(
            card: card, shape: level.shape,
            around: { device in
                let cable = point.cable(device)
                shared.put(cable)
                return cable
            })
        let end = bench.talk(Self.apdu)
        // A damaged question for the rest of an answer is another command to a card of T=0.
        let done = card.done.count { $0[1] == Self.apdu[1] }
        let messages = shared.answer?.messages(point.direction) ?? []
        return (end, bench.talk(Self.apdu), done, messages)
    }

    @Test(
        "Every damaged message ends in the answer or a named fault, once at most, and the next call works",
        arguments: ReaderLevel.kinds.dropFirst(), DamagingCable.Direction.allCases)
    func damaged(level: ReaderLevel, direction: DamagingCable.Direction) {
        let whole = run(level, DamagePoint(direction, 0, nil))
        #expect(whole.end == Self.answer)
        let hasCheck = level.shape.contacts.speech == .t1 && level.shape.level != .shortAPDU
        var refused = 0
        for (ordinal, message) in whole.messages.enumerated() {
            let all = Damage.all(of: message, everyValue: ReaderBadInputTests.isLong)
            for (index, damage) in all.enumerated()
            where ReaderBadInputTests.isLong || (index + ordinal).isMultiple(of: 4) {
                let end = run(level, DamagePoint(direction, ordinal, damage))
                let place = "\(level.testDescription) \(ordinal) \(damage)"
                #expect(end.end != .hung && end.next == Self.answer, "\(place) \(end.next)")
                #expect(end.done <= 1, "\(place)")
                switch end.end {
                case .answered(let answers):
                    if hasCheck { #expect(answers == [[9, 8, 7, 0x90, 0x00]], "\(place)") }
                case .failed: refused += 1
                case .hung: break
                }
            }
        }
        #expect(refused > 0)
    }
}
