package import KioskPorts

/// Something that is wrong with a journal's file, and where.
package struct JournalFinding: Hashable, Sendable, CustomStringConvertible {
    /// Where the line stands that shows it.
    package let list: List
    /// The number of the line that shows it; nil when it concerns the whole list.
    package let row: Int64?
    package let kind: Kind

    package init(_ list: List = .rows, row: Int64?, kind: Kind) {
        self.list = list
        self.row = row
        self.kind = kind
    }

    /// The chains of a journal's file: its rows, and what moved the cursor of the outbox.
    package enum List: String, Hashable, Sendable, CaseIterable {
        case rows, acknowledgements, storeLives

        /// One line of it, for people.
        var line: String {
            switch self {
            case .rows: "row"
            case .acknowledgements: "acknowledgement"
            case .storeLives: "life of the store"
            }
        }

        /// Several lines of it.
        var lines: String {
            switch self {
            case .rows: "rows"
            case .acknowledgements: "acknowledgements"
            case .storeLives: "lives of the store"
            }
        }
    }

    /// What is wrong.
    package enum Kind: Hashable, Sendable {
        /// The content is not what the hash was made of.
        case edited
        /// The rows before this one are missing, from this number on.
        case dropped(from: Int64)
        /// The row was written after another one than the one that stands before it.
        case reordered(written: Int64)
        /// The row was written after a row that is not in the file: the one before it was replaced.
        case unlinked
        /// The last rows are missing, up to this number.
        case tornTail(last: Int64)
        /// The row belongs to another journal.
        case foreign(epoch: String)
        /// The event number is not the next one (K12).
        case eventNumber(expected: Int64)
        /// The row cannot be read.
        case unreadable(String)
        /// A table, index, view or trigger is not as this software made it.
        case schema(object: String)
        /// SQLite finds the file itself damaged.
        case damaged(String)
    }

    package var description: String {
        "\(row.map { "\(list.line) \($0)" } ?? "file"): \(words)"
    }

    private var words: String {
        switch kind {
        case .edited: "its content was edited: the hash does not fit"
        case .dropped(let from): "\(list.lines) \(from) to \((row ?? 1) - 1) before it are missing"
        case .reordered(let written): "it was written after \(list.line) \(written), not here"
        case .unlinked: "the \(list.line) before it was replaced: the chain is broken between them"
        case .tornTail(let last): "the last \(list.lines) are missing, up to \(list.line) \(last)"
        case .foreign(let epoch): "it belongs to the journal of epoch \(epoch)"
        case .eventNumber(let expected): "its event number is not \(expected)"
        case .unreadable(let why): why
        case .schema(let object): "\(object) is missing, added or changed"
        case .damaged(let what): what
        }
    }
}

extension JournalFinding {
    /// What is counted of it.
    package var trouble: Trouble {
        switch kind {
        case .dropped, .tornTail: .journalTorn
        case .edited, .reordered, .unlinked, .foreign, .eventNumber, .unreadable, .schema, .damaged:
            .journalAltered
        }
    }
}
