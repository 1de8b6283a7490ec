import Drivers
import KioskCore
import KioskPorts
import Simulator
import Testing

/// Goal: a driver that is asked for what the sensors forbid, or told to stop in the middle of a search, sends nothing
/// that could move a card. Method: every motion from every place, and a search that is cancelled at each half second, judged
/// by what went over the line and by the machine's own record, on virtual time.
@Suite struct CRT591CautionTests {
    private static let allowed: [DispenserCall: Set<CardPosition>] = [
        .feed: [.clear], .present: [.atReadPosition],
        .retain: [.atReadPosition, .atExit, .unknown],
    ]
    private static let senseless: [(DispenserCall, CardPosition)] =
        DispenserCall.motions.flatMap { call in
            CardPosition.allCases.filter { allowed[call]?.contains($0) == false }
                .map { (call, $0) }
        }

    @Test(
        "A motion that makes no sense from where the card is is refused unsent",
        arguments: senseless)
    func forbidden(call: DispenserCall, path: CardPosition) throws {
        let bench = try DispenserBench()
        _ = try bench.connect()
        let sent = bench.cable.messages(.toUnit).count
        let look = DispenserObservation(
            path: path, hopper: .enough, bin: .room, binCount: nil, raw: [])
        let dispenser = bench.dispenser
        let fault = try #require(
            try bench.run { () async -> DispenserFault? in
                do throws(DispenserFault) {
                    switch call {
                    case .observe, .feed: _ = try await dispenser.feed(after: look)
                    case .present: _ = try await dispenser.present(after: look)
                    case .retain: _ = try await dispenser.retain(after: look)
                    }
                    return nil
                } catch {
                    return error
                }
            })
        #expect(fault?.kind == .refused && fault?.card == .notMoved)
        #expect(fault?.detail == "\(call) with the path \(path)")
        #expect(bench.cable.messages(.toUnit).count == sent)
        #expect(bench.hostMotions == 0 && bench.allCardsInPlace)
        // The unit is as ready as before.
        var script = DispenserScript(bench)
        #expect(try script.run(.feed) == nil)
        #expect(script.complaints.isEmpty)
    }

    @Test("A search that is cancelled says so, clears no line, and the next one finds the unit")
    func cancelledSearch() throws {
        let quiet = try DispenserBench.profile("m001").timeouts.motion
        var endings: [DispenserFaultKind: Int] = [:]
        for moment in stride(from: 500, to: quiet, by: 500) {
            // Not at the speed that is likeliest: the first question is not understood.
            let bench = try DispenserBench(firmware: .m001(baud: 57_600), profiles: ["m001"])
            let (dispenser, clock, executor) = (bench.dispenser, bench.clock, bench.executor)
            let found = try bench.run { () async -> DispenserFault? in
                let search = Task(executorPreference: executor) { try await dispenser.connect() }
                // Nothing cancels this task.
                try? await clock.sleep(for: .milliseconds(moment))
                search.cancel()
                guard case .failure(let error) = await search.result else { return nil }
                return error as? DispenserFault
            }
            let fault = try #require(found ?? nil, "\(moment) ms")
            #expect(fault.card == .notMoved)
            #expect(fault.detail.hasPrefix("connecting"))
            if fault.kind == .timedOut { #expect(fault.detail == "connecting: cancelled") }
            endings[fault.kind, default: 0] += 1
            #expect(!bench.cable.messages(.toUnit).contains([0x04]), "EOT after \(moment) ms")
            #expect(try bench.connect()?.get().profile == "crt-591-m001")
            #expect(bench.record.moves == 0 && bench.hostMotions == 0)
        }
        print("searches cancelled at each half second of \(quiet) ms: \(endings)")
        #expect(Set(endings.keys).isSubset(of: [.timedOut, .disconnected]))
        #expect(endings[.timedOut, default: 0] > 0)
    }
}
