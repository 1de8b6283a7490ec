import CampusCard

extension MemoryTables {
    func newestLife() throws -> LifeRow? { rows.lives.last }

    func hasHadLife(_ epoch: StoreEpoch) throws -> Bool {
        rows.lives.contains { $0.epoch == epoch }
    }

    func insert(_ life: LifeRow) throws {
        rows.lives.append(life)
        onUndo { $0.lives.removeLast() }
    }

    func endReplay(of life: Int64, at wall: Int64) throws {
        let old = rows.lives
        onUndo { $0.lives = old }
        for index in rows.lives.indices where rows.lives[index].number == life {
            rows.lives[index].replayedAt = wall
        }
    }

    func skip(issues: Int64, upTo highest: Int64, fences: Int64) throws {
        let old = rows.holders
        onUndo { $0.holders = old }
        rows.holders = old.mapValues { row in
            var next = row
            next.nextIssue = min(row.nextIssue + issues, highest)
            next.nextFence += fences
            return next
        }
    }

    func endAllLogins() throws {
        let old = rows
        onUndo {
            $0.sessions = old.sessions
            $0.quotes = old.quotes
        }
        rows.sessions = [:]
        rows.quotes = [:]
    }

    func renewAllLeases(until tick: Int64) throws {
        let old = rows.cases
        onUndo { $0.cases = old }
        for id in rows.live.values where rows.cases[id]?.record.stage != .committed {
            rows.cases[id]?.leaseUntil = tick
        }
    }
}

/// Replays of kiosks, and their conflicts.
extension MemoryTables {
    func beginReplay(of kiosk: KioskID, in life: Int64, _ row: ReplayRow) throws {
        let key = ReplayKey(kiosk: kiosk, life: life)
        guard rows.replays[key]?.row == nil else { return }
        // One that was given up before it was heard keeps what it was taken for then.
        let known = rows.replays[key] != nil
        change(key) {
            $0.row = ReplayRow(
                journal: row.journal, target: row.target,
                isOtherJournal: known ? false : row.isOtherJournal)
        }
    }

    func hasBegunReplay(_ kiosk: KioskID, in life: Int64) throws -> Bool {
        rows.replays[ReplayKey(kiosk: kiosk, life: life)]?.row != nil
    }

    func replayTarget(
        of kiosk: KioskID, _ journal: JournalEpoch, in life: Int64
    ) throws -> EventSequence? {
        let row = rows.replays[ReplayKey(kiosk: kiosk, life: life)]?.row
        return row?.journal == journal ? row?.target : nil
    }

    func finishReplay(of kiosk: KioskID, in life: Int64, at wall: Int64) throws {
        let key = ReplayKey(kiosk: kiosk, life: life)
        guard let replay = rows.replays[key], replay.doneAt == nil,
            replay.row?.isOtherJournal != true
        else { return }
        change(key) { $0.doneAt = wall }
    }

    func giveUpReplay(
        of kiosk: KioskID, in life: Int64, who: String, why: String, at wall: Int64
    ) throws {
        change(ReplayKey(kiosk: kiosk, life: life)) { $0.isGivenUp = true }
    }

    func kiosksUnheard(in life: Int64) throws -> Int64 {
        Int64(try rows.kiosks.keys.count { try isUnheard($0, in: life) })
    }

    func isUnheard(_ kiosk: KioskID, in life: Int64) throws -> Bool {
        let replay = rows.replays[ReplayKey(kiosk: kiosk, life: life)]
        return rows.kiosks[kiosk]?.inService == true && replay?.doneAt == nil
            && replay?.isGivenUp != true
    }

    func insert(_ conflict: ConflictRow) throws {
        rows.conflicts.append(KeptConflict(row: conflict))
        onUndo { $0.conflicts.removeLast() }
    }

    func openConflicts(for reasons: Set<Refusal>) throws -> [ConflictRow] {
        rows.conflicts.filter {
            !$0.isClosed && $0.row.caseID != nil && reasons.contains($0.row.why)
        }.map(\.row).sorted {
            ($0.foundAt, $0.kiosk.text, $0.sequence) < ($1.foundAt, $1.kiosk.text, $1.sequence)
        }
    }

    func closeConflicts(
        of caseID: CaseID, who: String, why: String, at wall: Int64
    ) throws -> Int64 {
        let old = rows.conflicts
        onUndo { $0.conflicts = old }
        var count: Int64 = 0
        for index in rows.conflicts.indices
        where rows.conflicts[index].row.caseID == caseID && !rows.conflicts[index].isClosed {
            rows.conflicts[index].isClosed = true
            count += 1
        }
        return count
    }

    private func change(_ key: ReplayKey, _ body: (inout KeptReplay) -> Void) {
        let old = rows.replays[key]
        body(&rows.replays[key, default: KeptReplay()])
        onUndo { $0.replays[key] = old }
    }
}

/// A kiosk replays once in each life.
struct ReplayKey: Hashable {
    let kiosk: KioskID
    let life: Int64
}

/// How far a kiosk is with its replay.
struct KeptReplay {
    /// Nil for a kiosk that was given up before it was heard.
    var row: ReplayRow?
    var doneAt: Int64?
    var isGivenUp = false
}

/// A conflict, and whether a person has seen to it.
struct KeptConflict {
    let row: ConflictRow
    var isClosed = false
}
