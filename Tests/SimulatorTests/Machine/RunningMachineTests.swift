import Foundation
import Simulator
import Synchronization
import Testing

@Suite("A machine that runs")
struct RunningMachineTests {
    private func running(
        _ machine: Machine, auditor: @escaping @Sendable ([TruthEntry]) -> Void = { _ in }
    ) -> RunningMachine {
        RunningMachine(.init(machine: machine, mint: CardMint(seed: 7)), auditor: auditor)
    }

    @Test("A motion ends at its instant, whenever one looks")
    func endsByItself() throws {
        let machine = running(try MachineFixture.machine())
        #expect(machine.begin(.toReadPosition, now: .seconds(1)))
        let moving = machine.reading(now: .seconds(2))
        #expect(moving.isMoving)
        #expect(moving.lastEnd == nil)
        let later = machine.reading(now: .seconds(100))
        #expect(!later.isMoving)
        #expect(later.lastEnd?.outcome == .done)
        #expect(later.lastEnd?.at == .milliseconds(3100))
        #expect(later.lit.contains(.readPosition))
    }

    @Test("The auditor is told everything once and in order")
    func auditorHearsAll() throws {
        let heard = Mutex<[TruthEntry]>([])
        let machine = running(try MachineFixture.machine()) { entries in
            heard.withLock { $0 += entries }
        }
        _ = machine.begin(.toReadPosition, now: .zero)
        _ = machine.reading(now: .seconds(10))
        _ = machine.begin(.toBin, now: .seconds(10))
        _ = machine.reading(now: .seconds(20))
        let entries = heard.withLock { $0 }
        #expect(entries.map(\.sequence) == Array(1...entries.count))
        #expect(entries.last?.event == .motionEnded)
        #expect(entries.last { $0.event == .moved }?.to == .bin)
    }

    @Test("Observers are told when something happened, and may look")
    func observersMayLook() throws {
        let machine = running(try MachineFixture.machine())
        let looks = Mutex(0)
        machine.onChange { [weak machine] in
            _ = machine?.contents(now: .zero)
            looks.withLock { $0 += 1 }
        }
        _ = machine.reading(now: .zero)
        let afterLoading = looks.withLock { $0 }
        _ = machine.reading(now: .zero)
        #expect(looks.withLock { $0 } == afterLoading)
        _ = machine.begin(.toReadPosition, now: .zero)
        #expect(looks.withLock { $0 } > afterLoading)
    }

    @Test("A machine resumed from its file has every card where it was, and was powered anew")
    func resumesFromFile() throws {
        let machine = running(try MachineFixture.machine(person: .absent))
        _ = machine.begin(.toReadPosition, now: .zero)
        let cut = machine.contents(now: .milliseconds(1000))
        let bytes = try JSONEncoder().encode(SavedMachine(cut))
        let read = try JSONDecoder().decode(SavedMachine.self, from: bytes)
        #expect(read.version == SavedMachine.currentVersion)
        let resumed = RunningMachine(read.resumed, auditor: { _ in })
        let after = resumed.contents(now: .seconds(5)).machine
        #expect(after.whereabouts == cut.machine.whereabouts)
        #expect(after.place(of: CardSerial(1)) == .station(.throat))
        #expect(after.powerCycles == 2)
        #expect(resumed.reading(now: .seconds(5)).lastEnd == nil)
        #expect(resumed.begin(.toReadPosition, now: .seconds(5)))
        _ = resumed.reading(now: .seconds(20))
        #expect(resumed.reading(now: .seconds(20)).lastEnd?.outcome == .done)
    }
}
