import CampusCard
import KioskPorts

extension Ledger {
    /// Whether a person has to look: the sums do not balance, a card is nowhere, or a count did not
    /// fit.
    package var needsAttention: Bool {
        !sums.balances || sums.remaining < 0 || sums.unaccounted > 0
            || openMovement != nil
    }

    /// The ledger for a terminal, one line each.
    package var lines: [String] {
        var lines = ["journal \(epoch), \(rows) rows"] + stockLines
        lines += atLarge.map { card in
            "\(card.card)\(card.uid.map { " UID \($0)" } ?? "") \(card.custody.words)"
        }
        if let openMovement {
            lines.append("movement \(openMovement) was begun and has no outcome")
        }
        lines += differences.map { difference in
            "row \(difference.row): \(difference.unit.rawValue) booked \(difference.booked),"
                + " counted \(difference.witnessed)"
        }
        lines.append("events: \(eventsWaiting) waiting, the store wants \(nextEvent) next")
        return lines
    }

    private var stockLines: [String] {
        let known = sums.hopperKnown ? "" : " (the hopper was never counted)"
        return [
            "hopper: \(sums.remaining) left of \(sums.loaded) loaded\(known)",
            "bin: \(sums.inBin) since it was last counted",
            "loaded \(sums.loaded) \(sums.balances ? "=" : "IS NOT") remaining \(sums.remaining)"
                + " + in path \(sums.inPath) + delivered \(sums.delivered)"
                + " + retained \(sums.retained) + written off \(sums.writtenOff)"
                + " + unaccounted \(sums.unaccounted)",
        ]
    }
}

extension Custody {
    /// For people.
    var words: String {
        switch self {
        case .path: "is in the path"
        case .exit: "is at the exit"
        case .delivered: "is with its student"
        case .retained: "is in the bin"
        case .writtenOff: "is written off"
        case .unaccounted(let possible):
            "is unaccounted for: \(possible.map(\.rawValue).joined(separator: ", "))"
        }
    }
}
