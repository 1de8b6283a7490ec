/// Evidence about the bin since the last presentation or retention.
package enum BinEvidence: String, Hashable, Sendable, Codable, CaseIterable {
    /// A proven counter stands where it stood.
    case unchanged
    /// A proven counter has moved by one.
    case oneMore
    /// No proven counter, no value before, or another difference.
    case unknown

    /// What a proven counter says.
    /// - Parameters:
    ///   - before: its value before the presentation or retention; nil when it is not in the journal.
    ///   - now: its value now; nil when the unit did not tell, or its counter is not proven.
    package init(before: Int?, now: Int?) {
        guard let before, let now else {
            self = .unknown
            return
        }
        if now == before {
            self = .unchanged
        } else {
            self = now == ExitEvidence.count(after: before) ? .oneMore : .unknown
        }
    }
}

/// What is known after a start about a case that was interrupted.
package struct RecoveryFacts: Hashable, Sendable {
    package let progress: CaseProgress
    package let path: CardPosition
    package let bin: BinEvidence

    package init(progress: CaseProgress, path: CardPosition, bin: BinEvidence) {
        self.progress = progress
        self.path = path
        self.bin = bin
    }
}

/// What recovery does with an interrupted case. It never goes on with it: the student may be gone, and a card that
/// was out of sight is not handed out.
///
/// The store needs no column of its own: void is accepted in every state but delivered and is a tombstone, and abandon is
/// one for every case that never committed (design §4), so neither waits for the store's view.
package enum RecoveryAction: String, Hashable, Sendable, Codable, CaseIterable {
    /// Nothing happened that anybody must hear of.
    case close
    /// Publish abandoned; the path is empty.
    case abandon
    /// The card goes to the bin, then publish abandoned.
    case retainThenAbandon
    /// The card goes to the bin, then publish voided.
    case retainThenVoid
    /// A witness proves that the card is in the bin: publish voided.
    case void
    /// A card that may have been committed is nowhere to be seen: publish suspected.
    case suspect
    /// A card lies where no motion is safe: publish abandoned, a person clears the path.
    case abandonAndCallStaff
    /// As before, but the case may be committed: publish voided only when a person has it; suspected until then.
    case suspectAndCallStaff

    /// The card is to be brought to the bin first.
    package var movesCard: Bool {
        switch self {
        case .retainThenAbandon, .retainThenVoid: true
        case .close, .abandon, .void, .suspect, .abandonAndCallStaff, .suspectAndCallStaff: false
        }
    }
}

/// One row of the table: a name for the journal, the condition, the action.
package struct RecoveryRow: Sendable {
    package let name: String
    package let action: RecoveryAction
    let matches: @Sendable (RecoveryFacts) -> Bool
}

/// The recovery table (K13): what the journal says × what the sensors say × what the bin says → exactly one row.
/// Its actions end in rows of the journal that close the case, so recovering again finds nothing to do.
package enum Recovery {
    /// The one row that matches.
    package static func row(for facts: RecoveryFacts) -> RecoveryRow {
        let rows = table.filter { $0.matches(facts) }
        precondition(rows.count == 1, "\(rows.count) rows of the recovery table match \(facts)")
        return rows[0]
    }

    /// Every row. Conditions exclude each other; a test walks the whole product.
    package static let table: [RecoveryRow] = [
        row("nothing begun", .close) { $0.progress == .begun },
        row("the last word is said", .close) { $0.progress == .settled },
        row("opened, no blank fed", .abandon) { $0.progress == .opened },
        row("blank already in the bin", .abandon) { $0.progress == .discarded },
        row("uncommitted card in reach", .retainThenAbandon) {
            $0.progress.isUncommitted && $0.path.isInReach
        },
        row("uncommitted card out of sight", .abandon) {
            $0.progress.isUncommitted && $0.path == .clear
        },
        row("uncommitted card, position unknown", .abandonAndCallStaff) {
            $0.progress.isUncommitted && $0.path == .unknown
        },
        row("committed card already in the bin", .void) { $0.progress == .retained },
        row("committed card in reach", .retainThenVoid) {
            $0.progress.mayBeCommitted && $0.path.isInReach
        },
        row("committed card gone, bin counted it", .void) {
            $0.progress.mayBeCommitted && $0.path == .clear && $0.bin == .oneMore
        },
        row("committed card gone, nobody saw it", .suspect) {
            $0.progress.mayBeCommitted && $0.path == .clear && $0.bin != .oneMore
        },
        row("committed card, position unknown", .suspectAndCallStaff) {
            $0.progress.mayBeCommitted && $0.path == .unknown
        },
    ]

    private static func row(
        _ name: String, _ action: RecoveryAction,
        _ matches: @escaping @Sendable (RecoveryFacts) -> Bool
    ) -> RecoveryRow {
        RecoveryRow(name: name, action: action, matches: matches)
    }
}

extension CaseProgress {
    /// A card may be in the machine, so its sensors matter.
    package var needsSensors: Bool {
        switch self {
        case .begun, .opened, .discarded, .retained, .settled: false
        case .feeding, .blankInside, .identityMayBeWritten, .commitSent, .committed, .presenting,
            .discarding, .retaining:
            true
        }
    }

    /// A card may be in the machine and the store has certainly not committed it.
    var isUncommitted: Bool {
        switch self {
        case .feeding, .blankInside, .identityMayBeWritten, .discarding: true
        case .begun, .opened, .discarded, .commitSent, .committed, .presenting, .retaining,
            .retained, .settled:
            false
        }
    }

    /// The store may have committed the card, and it is not yet in the bin.
    var mayBeCommitted: Bool {
        switch self {
        case .commitSent, .committed, .presenting, .retaining: true
        case .begun, .opened, .feeding, .blankInside, .identityMayBeWritten, .discarding,
            .discarded, .retained, .settled:
            false
        }
    }
}

extension CardPosition {
    /// A sensor shows the card where a retention can begin.
    var isInReach: Bool {
        switch self {
        case .atReadPosition, .atExit: true
        case .clear, .unknown: false
        }
    }
}
