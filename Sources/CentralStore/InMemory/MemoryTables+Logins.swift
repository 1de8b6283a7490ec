import CampusCard

extension MemoryTables {
    func insert(_ session: SessionRow) throws {
        let digest = session.tokenDigest
        rows.sessions[digest] = session
        rows.nothingEndsBefore = min(rows.nothingEndsBefore, session.endsTick)
        onUndo { $0.sessions[digest] = nil }
    }

    func session(_ tokenDigest: String) throws -> SessionRow? { rows.sessions[tokenDigest] }

    func makeReady(session tokenDigest: String) throws {
        guard let old = rows.sessions[tokenDigest] else { return }
        rows.sessions[tokenDigest]?.mustChange = false
        onUndo { $0.sessions[tokenDigest] = old }
    }

    func endSessions(of account: AccountID, except tokenDigest: String) throws {
        let ended = rows.sessions.values
            .filter { $0.account == account && $0.tokenDigest != tokenDigest }
        for session in ended {
            rows.sessions[session.tokenDigest] = nil
            onUndo { $0.sessions[session.tokenDigest] = session }
        }
    }

    func wrongPasswords(_ subject: String) throws -> WrongPasswords? {
        rows.wrongPasswords[subject]
    }

    func set(_ wrong: WrongPasswords, _ subject: String) throws {
        let old = rows.wrongPasswords.updateValue(wrong, forKey: subject)
        rows.nothingEndsBefore = min(rows.nothingEndsBefore, wrong.lastTick)
        onUndo { $0.wrongPasswords[subject] = old }
    }

    func forgetWrongPasswords(_ subject: String) throws {
        guard let old = rows.wrongPasswords.removeValue(forKey: subject) else { return }
        onUndo { $0.wrongPasswords[subject] = old }
    }

    func noteWrongNumber(_ subject: String, at kiosk: KioskID, tick: Int64) throws {
        let old = rows.wrongNumbers[kiosk]
        rows.wrongNumbers[kiosk, default: [:]][subject] = tick
        rows.nothingEndsBefore = min(rows.nothingEndsBefore, tick)
        onUndo { $0.wrongNumbers[kiosk] = old }
    }

    func wrongNumbers(at kiosk: KioskID, since tick: Int64) throws -> Int {
        rows.wrongNumbers[kiosk]?.values.count { $0 >= tick } ?? 0
    }

    func forgetWrongNumbers(at kiosk: KioskID) throws {
        guard let old = rows.wrongNumbers.removeValue(forKey: kiosk) else { return }
        onUndo { $0.wrongNumbers[kiosk] = old }
    }
}

/// What ended.
extension MemoryTables {
    /// Rows are taken away in the order of their keys: which, must not depend on how a dictionary lies in memory.
    func clear(_ ended: EndedRows, limit: Int) throws {
        if rows.noAnswerBefore < ended.answersBefore { clearAnswers(ended.answersBefore, limit) }
        guard rows.nothingEndsBefore < ended.tick else { return }
        let old = rows
        onUndo {
            $0.sessions = old.sessions
            $0.quotes = old.quotes
            $0.wrongPasswords = old.wrongPasswords
            $0.wrongNumbers = old.wrongNumbers
        }
        let tick = ended.tick
        for key in first(limit, rows.sessions.filter { $0.value.endsTick < tick }.keys) {
            rows.sessions[key] = nil
        }
        for key in first(limit, rows.quotes.filter { $0.value.endsTick < tick }.keys) {
            rows.quotes[key] = nil
        }
        let forgotten = rows.wrongPasswords
            .filter { $0.value.lastTick < tick && $0.value.lockedUntil < tick }
        for key in first(limit, forgotten.keys) { rows.wrongPasswords[key] = nil }
        clearNumbers(tick, limit)
        rows.nothingEndsBefore = earliestEnd
    }

    private func first<Key: Comparable>(_ limit: Int, _ keys: some Sequence<Key>) -> [Key] {
        Array(keys.sorted().prefix(limit))
    }

    private func clearNumbers(_ tick: Int64, _ limit: Int) {
        var left = limit
        for kiosk in rows.wrongNumbers.keys.sorted() {
            let keys = (rows.wrongNumbers[kiosk] ?? [:]).filter { $0.value < tick }.keys
            for key in first(left, keys) {
                rows.wrongNumbers[kiosk]?[key] = nil
                left -= 1
            }
        }
    }

    private func clearAnswers(_ wall: Int64, _ limit: Int) {
        let old = rows.answers
        onUndo { $0.answers = old }
        let ended = old.filter { $0.value.at < wall }
            .sorted { ($0.value.at, $0.key.sortText) < ($1.value.at, $1.key.sortText) }
        for (key, _) in ended.prefix(limit) { rows.answers[key] = nil }
        rows.noAnswerBefore = rows.answers.values.map(\.at).min() ?? .max
    }

    private var earliestEnd: Int64 {
        let ends =
            rows.sessions.values.map(\.endsTick) + rows.quotes.values.map(\.endsTick)
            + rows.wrongPasswords.values.map(\.lastTick)
            + rows.wrongNumbers.values.flatMap { $0.values }
        return ends.min() ?? .max
    }
}

extension CallKey {
    /// For a fixed order.
    fileprivate var sortText: String {
        "\(kiosk.text) \(caseID.text) \(call.rawValue) \(attempt)"
    }
}
