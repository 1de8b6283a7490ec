import CampusFaults
import Simulator

/// Faults of a machine, of its plugs, and of the hands that reach into it.
extension World {
    func replug(_ plug: Plug, at site: KioskSite, within pause: Duration) {
        spawn {
            await self.sleep(pause)
            site.machine.act(at: self.now) { $0.machine.setPlug(plug, in: true) }
        }
    }

    /// The plug is pulled, and another device of the kind is put in; later the right one again.
    func showStranger(_ site: KioskSite, _ number: Int, _ draws: Draws) {
        var draws = draws
        let (delay, stay) = (draws.seconds(0...60), draws.seconds(5...60))
        spawn {
            await self.sleep(delay)
            site.machine.act(at: self.now) { $0.machine.setPlug(.reader, in: false) }
            site.usb.setStranger(.reader, true)
            await self.sleep(.seconds(2))
            site.machine.act(at: self.now) { $0.machine.setPlug(.reader, in: true) }
            await self.sleep(stay)
            site.machine.act(at: self.now) { $0.machine.setPlug(.reader, in: false) }
            site.usb.setStranger(.reader, false)
            await self.sleep(.seconds(2))
            site.machine.act(at: self.now) { $0.machine.setPlug(.reader, in: true) }
            self.injector.struck(.usbOtherSerial)
        }
    }

    func bringToMachine(_ kind: FaultKind, _ number: Int, _ draws: Draws) {
        var draws = draws
        let site = campus.sites[number]
        if let planned = kind.planned(&draws) {
            return site.machine.act(at: now) { contents in
                let isHidden = planned.kind == .binCounterStill && contents.machine.inSlot != nil
                guard !isHidden else { return }
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
            let before = site.truth.retractions
            await sleep(.seconds(120))
            site.machine.act(at: now) { contents in
                var profile = contents.machine.profile
                profile.ownRetractAfter = .seconds(60)
                contents.machine.refit(profile)
            }
            // Most cards are taken before.
            guard site.truth.retractions > before else { return }
        case .doorOpened:
            guard await openDoor(number) else { return }
        case .binCounterWraps:
            // It wraps with the next card, if one comes: the truth will tell.
            return site.machine.act(at: now) { $0.machine.setBinCounter(999) }
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
        injector.struck(kind)
    }

    /// Somebody with a key waits for a card to lie in the path and takes it out. A hand between a motion and what the kiosk
    /// makes of its lost answer would leave no witness but the next count.
    /// - Returns: whether there was one.
    private func openDoor(_ number: Int) async -> Bool {
        let site = campus.sites[number]
        for _ in 1...WorldLimits.doorLooks {
            guard !isCalm else { return false }
            if taken[number].open.isEmpty,
                site.machine.act(at: now, { $0.machine.emptyPathByHand() })
            {
                return true
            }
            await sleep(WorldLimits.doorPause)
        }
        return false
    }
}

extension Machine {
    /// Somebody opens the door and takes out what lies in the path; a card at the exit is the student's.
    /// - Returns: whether anything was there to be taken.
    fileprivate mutating func emptyPathByHand() -> Bool {
        // Nor is one that was just pushed in from there: a hand behind it looks like the student's to the exit's sensors.
        guard moving == nil, stations[.exit] == nil, stations[.exitPath] == nil, !stations.isEmpty
        else { return false }
        do throws(MachineRefusal) { try clearPath() } catch { return false }
        return true
    }
}

extension TruthRecord {
    /// How often the bin's counter went from its end to its beginning.
    var counterWraps: Int { all.count { $0.event == .counted && $0.detail == "0" } }

    /// How often the unit's own timer has drawn a card back.
    fileprivate var retractions: Int {
        let detail = "\(Motion.toBin.rawValue) by \(Initiator.retractTimer.rawValue)"
        return all.count { $0.event == .motionBegan && $0.detail == detail }
    }
}
