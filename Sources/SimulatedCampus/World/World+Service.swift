import CampusCard
import CampusFaults
import Journal
import KioskCore
import KioskPorts
import KioskRuntime
import Simulator

/// Keeping the kiosks in service: waiting, and the technician.
extension World {
    /// Until the kiosk takes a replacement; a technician comes when it does not by itself.
    /// - Returns: false when no technician can bring it back.
    func waitForService(_ number: Int) async -> Bool {
        let site = campus.sites[number]
        for visit in 0...WorldLimits.repairs {
            while isStoreAway { await sleep(.seconds(60)) }
            if await comesIntoService(site) { return true }
            if visit == WorldLimits.repairs { break }
            await tend(number)
        }
        let reasons = await site.kiosk?.snapshot().reasons.map(\.reason.rawValue) ?? []
        add(
            .k11, at: number, "out of service after \(WorldLimits.repairs) repairs: \(reasons)")
        return false
    }

    private func comesIntoService(_ site: KioskSite) async -> Bool {
        let end = now + WorldLimits.callOut
        while now < end {
            if site.isRunning, let seen = await site.kiosk?.snapshot(),
                seen.state.phase == .idle, seen.state.readiness.canReplace
            {
                return true
            }
            await sleep(.seconds(1))
        }
        return false
    }

    /// Until the home page is shown again, by whatever process.
    func waitForHome(_ number: Int) async {
        let site = campus.sites[number]
        let end = now + WorldLimits.visit
        while now < end {
            if site.isRunning, await site.kiosk?.snapshot().state.phase == .idle { return }
            await sleep(.seconds(1))
        }
        add(.k11, at: number, "it does not come home within \(WorldLimits.visit)")
    }

    /// A technician's visit: everything that a hand can do, then a count of what was touched.
    func tend(_ number: Int) async {
        let site = campus.sites[number]
        guard site.isRunning, let seen = await site.kiosk?.snapshot(), seen.state.phase == .idle
        else { return await sleep(.seconds(30)) }
        let reasons = seen.reasons.map(\.reason)
        // A store that was restored may remember it as out of service.
        if reasons.contains(.outOfServiceByOperator) { setService(site.id, true) }
        checkStock(number, isPathDoubted: reasons.contains(.pathNotClear))
        repair(site)
        await count(site)
        if reasons.contains(.journalFull) || reasons.contains(.dispenserFault) {
            await restart(site)
        }
        await sleep(.seconds(5))
    }

    /// What hands can mend.
    private func repair(_ site: KioskSite) {
        site.machine.act(at: now) { contents in
            contents.machine.freeBelt()
            for plug in Plug.allCases { contents.machine.setPlug(plug, in: true) }
            for sensor in Sensor.allCases where contents.machine.stuck[sensor] != nil {
                contents.machine.stick(sensor, at: nil)
            }
            // Motors that move are waited for at the next visit.
            try? contents.machine.clearPath()
            if contents.machine.bin.count >= WorldLimits.fullBin {
                try? contents.machine.emptyBin()
            }
            let missing = WorldLimits.fullHopper - contents.machine.hopper.count
            if missing > WorldLimits.fullHopper - WorldLimits.lowHopper {
                try? contents.machine.load(contents.mint.cards(missing, of: .blank))
            }
        }
        for plug in Plug.allCases { site.usb.setStranger(plug, false) }
        site.printer.mend()
        site.clock.setError(milliseconds: 0)
        site.disk.makeRoom()
    }

    /// Both units are counted, again where the kiosk did not take it: a visit without a count would leave open what the
    /// hands did.
    private func count(_ site: KioskSite) async {
        for _ in 1...WorldLimits.countTries {
            let machine = site.machine.contents(now: now).machine
            if site.isRunning, let kiosk = site.kiosk,
                await kiosk.count(.hopper, found: machine.hopper.count, by: "technician") == nil,
                await kiosk.count(.bin, found: machine.bin.count, by: "technician") == nil
            {
                return
            }
            await sleep(.seconds(10))
        }
    }

    func restart(_ site: KioskSite) async {
        await kill(site)
        await sleep(.seconds(2))
        if !site.isRunning, isPowered(site) { start(site) }
    }

    /// Nothing goes wrong any more; technicians come once, and then nobody touches anything.
    func calmDown() {
        for site in campus.sites {
            site.network.forgetPlans()
            site.network.comeUp()
            site.usb.clear()
            site.packets.clear()
            site.cards.clear()
            site.machine.act(at: now) { contents in
                contents.machine.forgetFaults()
                contents.machine.restorePower()
            }
        }
        campus.pass(.seconds(180))
        let tended = Counter()
        for number in campus.sites.indices {
            spawn {
                if !self.campus.sites[number].isRunning { self.start(self.campus.sites[number]) }
                await self.waitForHome(number)
                await self.tend(number)
                tended.add()
            }
        }
        _ = campus.executor.run(until: now + .seconds(3_600)) { tended.count == campus.sites.count }
        rest()
    }

    /// K11: until everything is at rest, or as long as that may take.
    private func rest() {
        let end = now + WorldLimits.rest
        campus.pass(WorldLimits.restPause)
        while now < end, !isAtRest { campus.pass(WorldLimits.restPause) }
    }

    /// Every kiosk is home with nothing left to send, and the store has no case that a lease could still end.
    private var isAtRest: Bool {
        let kiosks = campus.now {
            var home = 0
            for site in self.campus.sites where site.isRunning {
                if await site.kiosk?.snapshot().state.phase == .idle { home += 1 }
            }
            return home
        }
        guard kiosks == campus.sites.count else { return false }
        do {
            return try campus.sites.allSatisfy { try $0.journal.outbox(limit: 1).isEmpty }
                && CardsInStore.openCases(campus.database) == 0
        } catch {
            // The checks that follow say what cannot be read.
            return true
        }
    }
}
