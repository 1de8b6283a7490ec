/// Follows one chain from its first line and names every place where it does not hold.
struct ChainWalk {
    let list: JournalFinding.List
    private(set) var last: ChainLink?

    init(_ list: JournalFinding.List) {
        self.list = list
    }

    /// Takes the next line.
    /// - Parameter place: the number of the line that has a hash; nil for a hash that is in no line.
    mutating func take(
        _ link: ChainLink, place: (String) throws -> Int64?
    ) rethrows -> [JournalFinding] {
        var findings: [JournalFinding] = []
        let before = last?.number ?? 0
        if link.number != before + 1 {
            findings.append(finding(link, .dropped(from: before + 1)))
        } else if link.previousHash != last?.hash ?? StoredRow.noHash {
            findings.append(finding(link, try broken(link, place)))
        }
        if link.hash != link.computedHash { findings.append(finding(link, .edited)) }
        last = link
        return findings
    }

    /// The finding of a tail that is missing; `given` is the highest number that SQLite ever gave in this table.
    func tail(given: Int64?) -> JournalFinding? {
        guard let given, given > last?.number ?? 0 else { return nil }
        return JournalFinding(list, row: nil, kind: .tornTail(last: given))
    }

    /// Why a line does not follow the one before it.
    private func broken(
        _ link: ChainLink, _ place: (String) throws -> Int64?
    ) rethrows -> JournalFinding.Kind {
        if link.previousHash == StoredRow.noHash { return .reordered(written: 0) }
        return try place(link.previousHash).map { .reordered(written: $0) } ?? .unlinked
    }

    private func finding(_ link: ChainLink, _ kind: JournalFinding.Kind) -> JournalFinding {
        JournalFinding(list, row: link.number, kind: kind)
    }
}
