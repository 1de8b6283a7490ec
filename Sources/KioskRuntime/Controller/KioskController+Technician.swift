package import CampusCard
import KioskCore
import KioskPorts

/// What a technician tells the kiosk.
extension KioskController {
    /// Books what a person counted in a unit; what it differs from the books is a fact for the store.
    /// - Returns: why it was not booked; nil when it was.
    package func count(_ unit: StockUnit, found: Int, by name: String) -> CountRefusal? {
        switch state.phase {
        case .starting: return .starting
        case .idle: break
        case .entering, .loggingIn, .changingPassword, .savingPassword, .quoting, .reviewing,
            .consenting, .opening, .feeding, .readingBlank, .binding, .encoding, .discarding,
            .committing, .askingStore, .presenting, .awaitingPickup, .retaining, .printing,
            .showing, .confirmingLoss, .reportingLoss, .confirmingLaterReport, .keepingReport:
            equipment.troubles.count(.countRefused)
            return .caseRunning
        }
        guard JournalText.isAllowed(name) else { return .unfitName }
        let booked = booked(unit)
        var rows: [JournalEntry] = [
            .unitCounted(unit, found: found, by: name),
            .fact(.stock(.counted(unit: unit, found: found))),
        ]
        if let booked, booked != found {
            rows.append(
                .fact(.stock(.difference(unit: unit, booked: booked, witnessed: found))))
        }
        guard record(rows) else { return .journalFailed }
        reviewReadiness()
        return nil
    }

    /// What the journal books in the unit; nil for a hopper that was never counted.
    private func booked(_ unit: StockUnit) -> Int? {
        guard let stock = try? equipment.journal.stock() else { return nil }
        return switch unit {
        case .hopper: stock.hopperKnown ? stock.remaining : nil
        case .bin: stock.inBin
        }
    }
}

/// Why a count was not booked.
package enum CountRefusal: String, Hashable, Sendable {
    case starting, caseRunning, unfitName, journalFailed

    /// For the person who counted.
    package var sentence: String {
        switch self {
        case .starting: "the kiosk is still recovering"
        case .caseRunning: "a case is running; count again when the kiosk is idle"
        case .unfitName: "a name has at most \(JournalText.digitRunLimit) digits in a row"
        case .journalFailed: "the journal cannot be written"
        }
    }
}
