import CampusCard
import CampusFaults
import CentralStore

/// Faults of the store, and of the way to it.
extension World {
    func bringToNetwork(_ kind: FaultKind, _ number: Int, _ draws: Draws) {
        var draws = draws
        let site = campus.sites[number]
        let call = draws.pick(Self.calls)
        let delay = draws.seconds(1...40)
        switch kind {
        case .requestLost: site.network.plan(.swallowRequest, on: call, times: draws.int(1...3))
        case .answerLost: site.network.plan(.swallowAnswer, on: call, times: draws.int(1...3))
        case .storeSlow: site.network.plan(.slow(delay), on: call, times: draws.int(1...2))
        case .storeAnswersTwice: site.network.plan(.twice(delay), on: call)
        case .messagesReordered: site.network.plan(.late(delay), on: call)
        case .storeRefuses: refuseService(number, draws)
        case .storeDownForDays: goDown(number, draws)
        case _: return
        }
    }

    /// The calls that a case makes, the important ones more often.
    private static let calls: [StoreCallName] = [
        .login, .quote, .open, .open, .bind, .bind, .commit, .commit, .commit, .get, .pushEvents,
        .pushEvents, .register, .reportLoss,
    ]

    private func refuseService(_ number: Int, _ draws: Draws) {
        var draws = draws
        let site = campus.sites[number]
        let (delay, stay) = (draws.seconds(0...60), draws.seconds(10...90))
        spawn {
            await self.sleep(delay)
            guard !self.isCalm else { return }
            self.setService(site.id, false)
            await self.sleep(stay)
            self.setService(site.id, true)
            self.injector.struck(.storeRefuses)
        }
    }

    func setService(_ kiosk: KioskID, _ inService: Bool) {
        do {
            try Operator(campus.store).setKiosk(
                kiosk, inService: inService, why: inService ? nil : "maintenance")
        } catch {
            add(.k12, "the store cannot set a kiosk: \(error)")
        }
    }

    private func goDown(_ number: Int, _ draws: Draws) {
        var draws = draws
        let (delay, stay) = (draws.seconds(0...60), draws.seconds(600...1_800))
        spawn {
            await self.sleep(delay)
            guard !self.isCalm else { return }
            self.isStoreAway = true
            for site in self.campus.sites { site.network.goDown() }
            await self.sleep(stay)
            for site in self.campus.sites { site.network.comeUp() }
            self.isStoreAway = false
            self.injector.struck(.storeDownForDays)
        }
    }

    /// The store's disk is lost, and a backup takes its place.
    func restoreStore(_ number: Int, _ draws: Draws) {
        var draws = draws
        let (delay, age) = (draws.seconds(0...60), draws.seconds(10...300))
        spawn {
            await self.sleep(delay)
            guard !self.isCalm else { return }
            do {
                let backup = try self.campus.backUpStore()
                await self.sleep(age)
                try self.campus.restoreStore(from: backup)
                self.injector.struck(.storeRestored)
            } catch {
                self.add(.k12, "the store cannot be restored: \(error)")
            }
        }
    }
}
