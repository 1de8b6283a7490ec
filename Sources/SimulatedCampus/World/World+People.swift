import CampusCard
import CampusFaults
import CentralStore
import KioskCore
import KioskPorts
import KioskRuntime
import Simulator
import StoreClient

/// People who do something elsewhere, or at the wrong time.
extension World {
    func bringPeople(_ kind: FaultKind, _ number: Int, _ draws: Draws) {
        var draws = draws
        let delay = draws.seconds(5...80)
        let later = draws
        spawn {
            await self.sleep(delay)
            guard !self.isCalm else { return }
            switch kind {
            case .technicianEnters: await self.enterInMidCase(number)
            case .lossReportedElsewhere: await self.reportLossElsewhere(number)
            case .heldCaseReleased: self.releaseHeldCase(number)
            case .lostCardReleased: self.releaseLostCard(number, later)
            case _: break
            }
        }
    }

    /// A technician counts, and pulls the plug of the computer when that is refused.
    private func enterInMidCase(_ number: Int) async {
        let site = campus.sites[number]
        guard site.isRunning else { return }
        let found = site.machine.contents(now: now).machine.hopper.count
        let refusal = await site.kiosk?.count(.hopper, found: found, by: "technician")
        if refusal == .caseRunning, site.boots % 2 == 0 { await restart(site) }
        injector.struck(.technicianEnters)
    }

    /// The student before this kiosk, or somebody for them, reports the card on a phone.
    private func reportLossElsewhere(_ number: Int) async {
        guard let holder = holderPresent(at: number) else { return }
        let phone = StoreClient(
            kiosk: CampusNames.desk,
            carrier: SimulatedNetwork(
                store: campus.store, kiosk: CampusNames.desk, clock: campus.clock,
                executor: campus.executor
            ).line(), clock: campus.clock)
        var draws = draws(0x1055, Int(now.wholeMilliseconds))
        let caseID = CaseID(
            validated: UUIDv7.text(
                milliseconds: campus.clock.wallMilliseconds(),
                random: (0..<UUIDv7.randomByteCount).map { _ in UInt8(draws.int(0...255)) }))
        let login = await phone.call(
            LoginCall(
                studentNumber: CampusNames.student(holder), password: CampusNames.password),
            caseID: caseID, attempt: 1, deadline: .seconds(10))
        guard case .done(let answer) = login else { return }
        _ = await phone.call(
            ReportLossCall(session: answer.session), caseID: caseID, attempt: 1,
            deadline: .seconds(10))
        injector.struck(.lossReportedElsewhere)
    }

    /// A student who has found the lost card shows it at the desk: the one before this kiosk, or any.
    private func releaseLostCard(_ number: Int, _ draws: Draws) {
        var draws = draws
        do {
            let lost = try lostCards()
            let anyone = lost.isEmpty ? nil : draws.pick(lost)
            let present = holderPresent(at: number)
            guard let holder = (draws.chance(50) ? present : anyone) ?? present ?? anyone else {
                return
            }
            let version = try Operator(campus.store).releaseCard(
                of: CampusNames.student(holder), who: "desk", why: "found again")
            campus.sites[number].log(
                "the desk gives student \(holder) the lost card back, list \(version)")
        } catch {
            // Refused, with a reason for the clerk: the store has counted that.
            campus.sites[number].log("\(error)")
        }
        injector.struck(.lostCardReleased)
    }

    /// The holders whose living card is lost.
    private func lostCards() throws -> [Int] {
        let accounts = try CardsInStore.lostAccounts(campus.database)
        return (0..<campus.settings.cardholders).filter {
            accounts.contains(CampusNames.account($0))
        }
    }

    /// The desk decides on the oldest open suspect case, by where the card really is.
    private func releaseHeldCase(_ number: Int) {
        guard let suspect = openSuspects().first else { return }
        decide(suspect)
        injector.struck(.heldCaseReleased)
    }

    /// The desk decides on all cards of which nobody knew whether they were delivered; each decision is followed by
    /// heartbeats, with which the store tries again what it kept out.
    func settleSuspects() {
        for _ in 1...WorldLimits.deskRounds {
            for suspect in openSuspects() where suspect.kind != "contradiction" { decide(suspect) }
            campus.pass(.seconds(10))
        }
    }

    func openSuspects() -> [SuspectView] {
        do {
            return try Operator(campus.store).suspects(resolvedToo: false)
        } catch {
            add(.k12, "the store cannot list its suspects: \(error)")
            return []
        }
    }

    /// The service desk asks the student, and is told the truth.
    func decide(_ suspect: SuspectView) {
        let store = Operator(campus.store)
        do {
            guard suspect.kind == "delivery", let view = try store.showCase(suspect.caseID),
                view.standing.stage == .committed
            else {
                return try store.closeSuspect(suspect.caseID, who: "desk", why: "looked into")
            }
            let uids = Set(view.cards.filter { $0.life == .inDelivery }.map(\.uid))
            if campus.sites.contains(where: { $0.hasTaken(uids, now: now) }) {
                try store.settleAsDelivered(suspect.caseID, who: "desk", why: "shown at the desk")
            } else {
                try store.release(suspect.caseID, who: "desk", why: "no card was had")
            }
        } catch {
            add(.k4, "the desk cannot decide on case \(suspect.caseID): \(error)")
        }
    }
}

extension KioskSite {
    /// Whether a person really has one of these cards.
    func hasTaken(_ uids: Set<CardUID>, now: Duration) -> Bool {
        machine.act(at: now) { contents in
            contents.machine.withPerson.contains { serial in
                contents.machine.cards[serial.number].map { uids.contains($0.uid) } ?? false
            }
        }
    }
}
