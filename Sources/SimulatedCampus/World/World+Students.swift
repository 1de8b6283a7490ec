import CampusCard
import CampusFaults
import KioskCore
import KioskPorts
import KioskRuntime
import Simulator

/// Students who come to a kiosk one after the other.
extension World {
    /// Students come until there are none.
    func serve(_ number: Int) async {
        let site = campus.sites[number]
        while nextCase < settings.cases {
            nextCase += 1
            let ticket = nextCase
            lastCase[number] = ticket
            guard await waitForService(number) else { break }
            bringFaults(ticket, to: number)
            await visit(ticket, number)
            await waitForHome(number)
            collectStruck(number)
            var draws = draws(0x6A9, ticket)
            await sleep(draws.seconds(1...6))
            if site.machine.act(at: now, { $0.machine.hopper.count }) < WorldLimits.lowHopper {
                await tend(number)
            }
        }
        sitesDone += 1
    }

    private func visit(_ ticket: Int, _ number: Int) async {
        let draws = draws(0x57_0D, ticket)
        let holder = holder(for: ticket, at: number)
        let plan = VisitPlan(
            holder: holder, walksAway: injector.strikes(.studentWalksAway),
            findsCard: injector.strikes(.oldCardFound), draws: draws)
        note(plan.leaving, number)
        present[number] = holder
        visitNumber[number] = ticket
        watch(ticket, number)
        campus.sites[number].log("case \(ticket) begins")
        var visit = Visit(campus.sites[number], plan)
        let ending = await visit.run()
        endings.append(ending)
        campus.sites[number].log("case \(ticket): \(ending)")
        present[number] = nil
        visitNumber[number] = 0
    }

    func holderPresent(at number: Int) -> Int? { present[number] }

    private func note(_ leaving: VisitPlan.Leaving?, _ number: Int) {
        switch leaving?.how {
        case .walksAway: injector.struck(.studentWalksAway)
        case .findsOldCard: injector.struck(.oldCardFound)
        case .cancels, nil: break
        }
    }

    /// Most students are nowhere else; one may have begun at another kiosk.
    private func holder(for ticket: Int, at number: Int) -> Int {
        var draws = draws(0x40_1DE2, ticket)
        let busy = present.filter { $0.key != number }.sorted { $0.key < $1.key }.map(\.value)
        if injector.strikes(.secondKiosk), !busy.isEmpty {
            injector.struck(.secondKiosk)
            return draws.pick(busy)
        }
        let free = (0..<campus.settings.cardholders).filter { !busy.contains($0) }
        return draws.pick(free)
    }

    /// K11, also while faults go on: nobody stands before a kiosk for ever.
    private func watch(_ ticket: Int, _ number: Int) {
        spawn {
            await self.sleep(WorldLimits.visit)
            guard self.visitNumber[number] == ticket else { return }
            let phase = await self.campus.sites[number].kiosk?.snapshot().state.phase
            self.add(
                .k11, at: number,
                "case \(ticket) is not over after \(WorldLimits.visit): \(String(describing: phase))"
            )
        }
    }
}
