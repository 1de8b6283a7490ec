import CampusCard
import CampusFaults
import CentralStore
import KioskPorts
import Simulator

/// Bringing faults to a case: each kind is drawn as often as it has occasions, and planned where it strikes.
extension World {
    func bringFaults(_ ticket: Int, to number: Int) {
        for kind in FaultKind.allCases {
            for _ in 0..<kind.occasionsInACase where injector.strikes(kind) {
                let occasion = injector.strikes.last?.occasion ?? 0
                campus.sites[number].log("fault to come: \(kind.name)@\(occasion)")
                bring(kind, to: number, draws(UInt64(kind.rawValue) + 1_000, occasion))
            }
        }
    }

    private func bring(_ kind: FaultKind, to number: Int, _ draws: Draws) {
        var draws = draws
        let site = campus.sites[number]
        switch kind {
        case .usbTimeoutBeforeAct, .usbTimeoutAfterAct, .usbLateReply, .usbDuplicateReply,
            .usbShortReply, .usbStall, .usbDisconnect, .usbResetByOther, .usbWrongChecksum,
            .usbGarbage, .usbLostAcknowledgement, .usbBusyLong:
            let plug = draws.chance(50) ? Plug.dispenser : .reader
            // On the cable, or in the protocol above it.
            if draws.chance(50), site.packets.plan(kind, at: plug, &draws) { return }
            site.usb.plan(
                USBInterference.Planned(kind: kind, plug: plug, after: draws.int(0...400)))
            if kind == .usbDisconnect { replug(plug, at: site, within: draws.seconds(30...120)) }
        case .usbOtherSerial: showStranger(site, number, draws)
        case .sensorStuckOn, .sensorStuckOff, .sensorBounce, .jamFeeding, .jamPresenting,
            .jamRetaining, .doubleFeed, .emptyFeed, .cardPushedBackIn, .cardTakenAtCapture,
            .unitRetraction, .twoCardsAtExit, .binFullAtCapture, .binCounterWraps,
            .binCounterStuck, .cardLostBeforeAPDU, .cardLostAfterAPDU, .foreignBlank, .usedBlank,
            .clonedBlank, .powerCut, .verifyMismatch, .doorOpened:
            bringToMachine(kind, number, draws)
        case .printerOut, .printerOffline, .printJobLost, .printedTwice, .diskFull, .syncError,
            .databaseLocked, .clockJumpsForward, .clockJumpsBack:
            bringToComputer(kind, number, draws)
        case .requestLost, .answerLost, .storeSlow, .storeAnswersTwice, .messagesReordered,
            .storeDownForDays, .storeRefuses:
            bringToNetwork(kind, number, draws)
        case .technicianEnters, .lossReportedElsewhere, .heldCaseReleased:
            bringPeople(kind, number, draws)
        case .cardMemoryError, .cardIntegrityError:
            site.cards.plan(kind, after: draws.int(0...44))
        case .storeRestored: restoreStore(number, draws)
        case .journalTornTail, .bitFlipped:
            spoilings.append(JournalSpoiling(kind: kind, number: number, draws: draws))
        case .secondKiosk, .oldCardFound, .studentWalksAway: break
        }
    }

    private func replug(_ plug: Plug, at site: KioskSite, within pause: Duration) {
        spawn {
            await self.sleep(pause)
            site.machine.act(at: self.now) { $0.machine.setPlug(plug, in: true) }
        }
    }

    /// The plug is pulled, and another device of the kind is put in; later the right one again.
    private func showStranger(_ site: KioskSite, _ number: Int, _ draws: Draws) {
        var draws = draws
        let (delay, stay) = (draws.seconds(0...60), draws.seconds(5...60))
        spawn {
            await self.sleep(delay)
            site.machine.act(at: self.now) { $0.machine.setPlug(.reader, in: false) }
            site.usb.setStranger(.reader, true)
            await self.sleep(.seconds(2))
            site.machine.act(at: self.now) { $0.machine.setPlug(.reader, in: true) }
            await self.sleep(stay)
            site.usb.setStranger(.reader, false)
            self.unmarked[number].append(.usbOtherSerial)
        }
    }

    private func bringToMachine(_ kind: FaultKind, _ number: Int, _ draws: Draws) {
        var draws = draws
        let site = campus.sites[number]
        if let planned = kind.planned(&draws) {
            return site.machine.act(at: now) { contents in
                let occasion = planned.kind.occasion
                let next = contents.machine.faults.occasions[occasion, default: 0]
                contents.machine.plan(
                    PlannedFault(
                        planned.kind, ordinal: next + planned.ordinal, sensor: planned.sensor))
            }
        }
        let delay = draws.seconds(5...70)
        spawn {
            await self.sleep(delay)
            guard !self.isCalm else { return }
            await self.handle(kind, number)
        }
    }

    /// What a hand, or the power plant, does to the machine in an instant.
    private func handle(_ kind: FaultKind, _ number: Int) async {
        let site = campus.sites[number]
        switch kind {
        case .sensorBounce:
            site.machine.act(at: now) { $0.machine.stick(.readPosition, at: false) }
            await sleep(.milliseconds(300))
            site.machine.act(at: now) { $0.machine.stick(.readPosition, at: nil) }
        case .cardPushedBackIn:
            let pushed = site.machine.act(at: now) { contents -> Bool in
                // Behind a blind sensor nobody could tell it from a card that was taken.
                guard contents.machine.stuck[.exitPath] == nil else { return false }
                do throws(MachineRefusal) { try contents.machine.pushCardIn() } catch {
                    return false
                }
                return true
            }
            guard pushed else { return }
        case .unitRetraction:
            site.machine.act(at: now) { contents in
                var profile = contents.machine.profile
                profile.ownRetractAfter = .seconds(20)
                contents.machine.refit(profile)
            }
            await sleep(.seconds(120))
            site.machine.act(at: now) { contents in
                var profile = contents.machine.profile
                profile.ownRetractAfter = .seconds(60)
                contents.machine.refit(profile)
            }
        case .doorOpened:
            guard site.machine.act(at: now, { $0.machine.emptyPathByHand() }) else { return }
        case .binCounterWraps: site.machine.act(at: now) { $0.machine.setBinCounter(999) }
        case .clonedBlank:
            let clone = site.machine.act(at: now) { contents -> Bool in
                guard let uid = contents.machine.lastTaken else { return false }
                do throws(MachineRefusal) {
                    try contents.machine.cloneNextBlank(of: uid)
                } catch { return false }
                return true
            }
            guard clone else { return }
        case .powerCut: site.machine.act(at: now) { $0.machine.cutPower() }
        case _: return
        }
        unmarked[number].append(kind)
    }

    private func bringToComputer(_ kind: FaultKind, _ number: Int, _ draws: Draws) {
        var draws = draws
        let site = campus.sites[number]
        if kind == .printJobLost || kind == .printedTwice { return site.printer.spoilNext(kind) }
        let (delay, stay) = (draws.seconds(0...70), draws.seconds(20...200))
        let jump = Int64(draws.int(61_000...7_200_000))
        spawn {
            await self.sleep(delay)
            guard !self.isCalm else { return }
            self.unmarked[number].append(kind)
            switch kind {
            case .printerOut: site.printer.fail(.paperOut)
            case .printerOffline: site.printer.fail(.offline)
            case .diskFull: try? site.disk.runFull()
            case .syncError: site.cutting.failNext("SQLite error 1034: disk I/O error")
            case .databaseLocked: site.cutting.failNext("SQLite error 5: database is locked")
            case .clockJumpsForward: site.clock.setError(milliseconds: jump)
            case .clockJumpsBack: site.clock.setError(milliseconds: -jump)
            case _: return
            }
            await self.sleep(stay)
            site.printer.mend()
            site.clock.setError(milliseconds: 0)
        }
    }

    private func bringToNetwork(_ kind: FaultKind, _ number: Int, _ draws: Draws) {
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
            self.unmarked[number].append(.storeRefuses)
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
            self.unmarked[number].append(.storeDownForDays)
        }
    }

    /// The store's disk is lost, and a backup takes its place.
    private func restoreStore(_ number: Int, _ draws: Draws) {
        var draws = draws
        let (delay, age) = (draws.seconds(0...60), draws.seconds(10...300))
        spawn {
            await self.sleep(delay)
            guard !self.isCalm else { return }
            do {
                let backup = try self.campus.backUpStore()
                await self.sleep(age)
                try self.campus.restoreStore(from: backup)
                self.unmarked[number].append(.storeRestored)
            } catch {
                self.add(.k12, "the store cannot be restored: \(error)")
            }
        }
    }

    /// Takes what struck since the last case from all places where faults are planned.
    func collectStruck(_ number: Int) {
        let site = campus.sites[number]
        let machine = site.machine.act(at: now) { $0.machine.takeStruck() }
        var struck = machine.compactMap(FaultKind.init)
        struck += site.network.takeStruck().map(FaultKind.init)
        struck += site.usb.takeStruck()
        struck += site.packets.takeStruck()
        struck += site.printer.takeStruck()
        struck += site.cards.takeStruck()
        for kind in struck { site.log("fault that struck: \(kind.name)") }
        unmarked[number] += struck
    }
}

extension Machine {
    /// Somebody opens the door and takes out what lies in the path; a card at the exit is the student's.
    /// - Returns: whether anything was there to be taken.
    fileprivate mutating func emptyPathByHand() -> Bool {
        guard moving == nil, stations[.exit] == nil, !stations.isEmpty else { return false }
        do throws(MachineRefusal) { try clearPath() } catch { return false }
        return true
    }
}
