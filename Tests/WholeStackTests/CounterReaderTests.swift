import KioskCore
import KioskPorts
import SimulatedCampus
import Simulator
import Testing

@testable import KioskRuntime

/// The reader that faces the student has no job in a replacement: it is asked after, and nothing depends on it.
@Suite struct CounterReaderTests {
    @Test(
        "Both readers are asked after; a counter reader that is pulled is told, and cards go on being replaced",
        arguments: Wiring.allCases)
    func counterGone(wiring: Wiring) throws {
        let visit = try Visit { $0.wiring = wiring }
        let campus = visit.campus
        try visit.waitForService()
        #expect(
            campus.ask { await $0.readers() }
                == ReaderStandings(readPosition: .answers, counter: .answers))
        _ = try campus.machine.obey(.pull(.counter), now: campus.clock.monotonic())
        campus.pass(.seconds(20))
        #expect(
            campus.ask { await $0.readers() }
                == ReaderStandings(readPosition: .answers, counter: .gone))
        try visit.consent()
        #expect(try visit.outcome() == .delivered)
        _ = try campus.machine.obey(.plug(.counter), now: campus.clock.monotonic())
        campus.pass(.seconds(60))
        #expect(campus.ask { await $0.readers() }.counter == .answers)
    }
}
