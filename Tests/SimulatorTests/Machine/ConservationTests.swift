import Foundation
import Simulator
import Testing

/// A small seeded generator (SplitMix64, Steele and others 2014), so that a failing seed can be run
/// again.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite("Cards over random commands")
struct ConservationTests {
    static let stepsPerSeed = 300

    @Test("No card appears, vanishes or lies in two places", arguments: 0..<200)
    func cardsAreConserved(seed: Int) throws {
        var random = SplitMix64(state: UInt64(seed))
        var machine = try MachineFixture.machine(blanks: 10, ownRetract: .seconds(30))
        var nextSerial = 11
        for step in 0..<Self.stepsPerSeed {
            let before = machine.cards.count
            let loaded = act(on: &machine, nextSerial: &nextSerial, using: &random)
            #expect(machine.cards.count == before + loaded, "seed \(seed) step \(step)")
            #expect(machine.countedByPlaces == machine.cards.count, "seed \(seed) step \(step)")
            #expect(machine.whereabouts.count == machine.cards.count, "seed \(seed) step \(step)")
        }
    }

    @Test("The record alone tells where every card is", arguments: 0..<50)
    func recordReplaysToTheTruth(seed: Int) throws {
        var random = SplitMix64(state: UInt64(seed))
        var machine = try MachineFixture.machine(blanks: 10, ownRetract: .seconds(30))
        var nextSerial = 11
        for _ in 0..<Self.stepsPerSeed {
            _ = act(on: &machine, nextSerial: &nextSerial, using: &random)
        }
        var told: [Int: Place] = [:]
        let record = machine.takeRecord()
        for entry in record {
            guard let card = entry.card, let goal = entry.to else { continue }
            #expect(told[card.number] == entry.from, "seed \(seed) line \(entry.sequence)")
            told[card.number] = goal
        }
        #expect(told == machine.whereabouts, "seed \(seed)")
        #expect(record.map(\.sequence) == Array(1...record.count), "seed \(seed)")
    }

    @Test(
        "A machine saved and read back goes on exactly as the one that ran through",
        arguments: 0..<30)
    func savedMachineGoesOn(seed: Int) throws {
        var random = SplitMix64(state: UInt64(seed))
        var machine = try MachineFixture.machine(blanks: 10, ownRetract: .seconds(30))
        var nextSerial = 11
        for step in 0..<100 {
            _ = act(on: &machine, nextSerial: &nextSerial, using: &random)
            guard step.isMultiple(of: 10) else { continue }
            let bytes = try JSONEncoder().encode(machine)
            let read = try JSONDecoder().decode(Machine.self, from: bytes)
            #expect(read == machine, "seed \(seed) step \(step)")
            machine = read
        }
    }

    /// Does one random thing to the machine.
    /// - Returns: how many cards it brought into the world.
    private func act(
        on machine: inout Machine, nextSerial: inout Int, using random: inout SplitMix64
    ) -> Int {
        let before = machine.cards.count
        switch Int.random(in: 0..<16, using: &random) {
        case 0...4: machine.begin(Motion.allCases.randomElement(using: &random) ?? .toBin)
        case 5: machine.stop()
        case 6: try? machine.takeCard()
        case 7: try? machine.leaveCard()
        case 8:
            let new = (0..<3).map { MachineFixture.card(nextSerial + $0) }
            nextSerial += 3
            try? machine.load(new)
        case 9:
            machine.block(Station.allCases.randomElement(using: &random) ?? .path)
        case 10: machine.freeBelt()
        case 11: Bool.random(using: &random) ? machine.cutPower() : machine.restorePower()
        case 12: armRandomFault(on: &machine, using: &random)
        case 13: try? Bool.random(using: &random) ? machine.tapCard() : machine.liftCard()
        case 14: try? Bool.random(using: &random) ? machine.emptyBin() : machine.clearPath()
        default: _ = machine.fateOfExchange(at: .reader)
        }
        let step = Duration.milliseconds(Int.random(in: 0..<3000, using: &random))
        machine.advance(to: machine.now + step)
        return machine.cards.count - before
    }

    private func armRandomFault(on machine: inout Machine, using random: inout SplitMix64) {
        guard let kind = MachineFaultKind.allCases.randomElement(using: &random) else { return }
        let needsSensor = kind == .sensorStuckOn || kind == .sensorStuckOff
        machine.arm(kind, sensor: needsSensor ? Sensor.allCases.randomElement(using: &random) : nil)
    }
}
