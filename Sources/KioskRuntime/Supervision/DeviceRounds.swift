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
        _ = await lookAtDispenser()
        standing.readerPresent = await answers(
            equipment.readPosition, before: standing.readerPresent)
        if let counter = equipment.counter {
            standing.counterPresent = await answers(counter, before: standing.counterPresent)
        }
        reviewReadiness()
    }

    /// Whether a reader answers; what is wrong is logged when it begins.
    private func answers(_ reader: any CardChannel, before: Bool) async -> Bool {
        do throws(CardChannelFault) {
            try await reader.probe()
            return true
        } catch {
            if before { equipment.log("\(error)") }
            return false
        }
    }

    /// What the last round found of the readers.
    package func readers() -> ReaderStandings {
        ReaderStandings(
            readPosition: standing.readerPresent ? .answers : .gone,
            counter: equipment.counter == nil
                ? .notConfigured : standing.counterPresent ? .answers : .gone)
    }

    func keepPrinterRounds() async {
        while failure == nil, !Task.isCancelled {
            let status = await equipment.printer.status()
            if standing.printerReady, let trouble = status.condition.trouble {
                equipment.troubles.count(trouble)
            }
            standing.printerReady = status.condition.acceptsJobs
            reviewReadiness()
            guard (try? await equipment.clock.sleep(for: SupervisionPauses.printer)) != nil else {
                return
            }
        }
    }
}

/// What is known of the reader in each role.
package struct ReaderStandings: Hashable, Sendable, Codable {
    package let readPosition: ReaderStanding
    package let counter: ReaderStanding
}

/// Whether a reader answered when it was last asked; while a case holds the devices none is asked.
package enum ReaderStanding: String, Hashable, Sendable, Codable, CaseIterable {
    case answers, gone, notConfigured
}
