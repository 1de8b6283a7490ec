import CampusCard
import Journal
import KioskPorts

/// Rows of a journal in words, as many as fit into one answer.
struct JournalPage: Codable {
    /// The most rows of one answer.
    static let rowLimit = 500

    let lines: [String]
    /// The row to go on with; nil after the last one.
    let next: Int64?
}

/// What was found in a journal, in words.
struct JournalReport: Codable {
    let lines: [String]
    /// Nothing in it needs a person.
    let isWell: Bool
}

/// Which rows of a journal are wanted, and how they are written.
struct RowsQuestion: Codable {
    /// The first row, from 1.
    var since: Int64
    /// Only the rows of this case; nil for all.
    let caseID: String?
    /// One JSON object for each row instead of words.
    let json: Bool
}

/// Who answers questions about a journal: its file, or the kiosk that is writing it.
protocol JournalSource {
    func rows(_ question: RowsQuestion) async throws -> JournalPage
    func ledger() async throws -> JournalReport
    func verify() async throws -> JournalReport
}

/// The journal's file, opened for reading only: a kiosk that writes it is not disturbed.
struct JournalFile: JournalSource {
    private let reader: JournalReader
    private let troubles: TroubleCounter

    /// - Parameter troubles: where it is counted what a check finds.
    /// - Throws: `JournalFault` when there is no journal at the path.
    init(path: String, troubles: TroubleCounter = TroubleCounter()) throws {
        self.troubles = troubles
        reader = try JournalReader(path: path)
    }

    func rows(_ question: RowsQuestion) throws -> JournalPage {
        var lines: [String] = []
        var last: Int64 = 0
        try reader.forEachRow(
            since: question.since, of: question.caseID.flatMap(CaseID.parse),
            limit: JournalPage.rowLimit
        ) { row in
            lines.append(question.json ? row.jsonLine : row.line)
            last = row.sequence
        }
        return JournalPage(
            lines: lines, next: lines.count == JournalPage.rowLimit ? last + 1 : nil)
    }

    func ledger() throws -> JournalReport {
        let ledger = try reader.ledger()
        return JournalReport(lines: ledger.lines, isWell: !ledger.needsAttention)
    }

    func verify() throws -> JournalReport {
        let findings = try reader.verify()
        for finding in findings { troubles.count(finding.trouble) }
        return JournalReport(
            lines: findings.isEmpty ? ["the journal is whole"] : findings.map(\.description),
            isWell: findings.isEmpty)
    }
}

/// The kiosk that is running, asked over its control socket.
struct RunningKioskJournal: JournalSource {
    let client: ControlClient

    func rows(_ question: RowsQuestion) async throws -> JournalPage {
        try await client.post(.journalRows, question, as: JournalPage.self)
    }

    func ledger() async throws -> JournalReport {
        try await client.get(.journalLedger, as: JournalReport.self)
    }

    func verify() async throws -> JournalReport {
        try await client.get(.journalCheck, as: JournalReport.self)
    }
}
