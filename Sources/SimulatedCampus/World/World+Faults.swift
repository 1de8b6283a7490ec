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
            .unitRetraction, .binFullAtCapture, .binCounterWraps,
            .binCounterStuck, .cardLostBeforeAPDU, .cardLostAfterAPDU, .foreignBlank, .usedBlank,
            .clonedBlank, .powerCut, .verifyMismatch, .doorOpened:
            bringToMachine(kind, number, draws)
        case .twoCardsAtExit: pushSecondCard(number, draws)
        case .printerOut, .printerOffline, .printJobLost, .printedTwice, .diskFull, .syncError,
            .databaseLocked, .clockJumpsForward, .clockJumpsBack:
            bringToComputer(kind, number, draws)
        case .requestLost, .answerLost, .storeSlow, .storeAnswersTwice, .messagesReordered,
            .storeDownForDays, .storeRefuses:
            bringToNetwork(kind, number, draws)
        case .technicianEnters, .lossReportedElsewhere, .heldCaseReleased, .lostCardReleased:
            bringPeople(kind, number, draws)
        case .cardMemoryError, .cardIntegrityError:
            site.cards.plan(kind, after: draws.int(0...44))
        case .storeRestored: restoreStore(number, draws)
        case .journalTornTail, .bitFlipped:
            spoilings.append(JournalSpoiling(kind: kind, number: number, draws: draws))
        case .secondKiosk, .oldCardFound, .studentWalksAway: break
        }
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
            self.injector.struck(kind)
            switch kind {
            case .printerOut: site.printer.fail(.paperOut)
            case .printerOffline: site.printer.fail(.offline)
            case .diskFull: self.fillDisk(number)
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
        for kind in struck { injector.struck(kind) }
    }
}
