import KioskCore
import KioskPorts

/// Between cases the devices are looked at in turn, so that the home page tells the truth (K10).
extension KioskController {
    func keepDeviceRounds() async {
        while failure == nil, !Task.isCancelled {
            if !state.phase.holdsDevices { await lookAtDevices() }
            guard (try? await equipment.clock.sleep(for: SupervisionPauses.devices)) != nil else {
                return
            }
        }
    }

    private func lookAtDevices() async {
        _ = await dispenserAnswers()
        do {
            try await equipment.readPosition.probe()
            standing.readerPresent = true
        } catch {
            if standing.readerPresent { equipment.log("\(error)") }
            standing.readerPresent = false
        }
        reviewReadiness()
    }

    func keepPrinterRounds() async {
        while failure == nil, !Task.isCancelled {
            let status = await equipment.printer.status()
            standing.printerReady = status.condition.acceptsJobs
            reviewReadiness()
            guard (try? await equipment.clock.sleep(for: SupervisionPauses.printer)) != nil else {
                return
            }
        }
    }
}

extension Phase {
    /// A case works with dispenser and reader: supervision keeps its hands off.
    var holdsDevices: Bool {
        switch self {
        case .feeding, .readingBlank, .binding, .encoding, .discarding, .committing, .askingStore,
            .presenting, .awaitingPickup, .retaining:
            true
        case .starting, .idle, .entering, .loggingIn, .changingPassword, .savingPassword, .quoting,
            .reviewing, .consenting, .opening, .printing, .showing, .confirmingLoss,
            .reportingLoss, .confirmingLaterReport, .keepingReport:
            false
        }
    }
}
