import CampusCard
import Foundation
import KioskPorts
import KioskRuntime

/// The addresses of the control socket, which speaks HTTP so that any tool can ask:
/// `curl --unix-socket /var/lib/kiosk/control http://kiosk/status`.
enum ControlPath: String {
    case status = "/status"
    case count = "/stock/count"
    case journalRows = "/journal/rows"
    case journalLedger = "/journal/ledger"
    case journalCheck = "/journal/check"
    case traceDump = "/trace/dump"
}

/// What a running kiosk says of itself.
struct KioskStatus: Codable {
    let kiosk: String
    /// The phase by its name in the core.
    let phase: String
    let caseID: String?
    /// Why replacement is out of service, and since when.
    let reasons: [Reason]
    let canReplace: Bool
    let canReportLoss: Bool
    /// Each role of a card reader, and whether its reader answers.
    let readers: ReaderStandings
    let stock: StockSums?
    /// What the kiosk has dealt with since it was started, each kind that it met.
    let troubles: [TroubleCount]
    /// With its token: for the browser on this machine.
    let screen: String

    /// A trouble by its code, how often it was dealt with, and what that means in both languages.
    struct TroubleCount: Codable {
        let trouble: Trouble
        let count: Int
        let chinese: String
        let english: String
    }

    /// A reason, with its beginning in milliseconds since 1970 UTC.
    struct Reason: Codable {
        let reason: String
        let sinceMilliseconds: Int64
    }
}

/// What a person counted.
struct CountRequest: Codable {
    static let limit = 999
    static let nameLimit = 32

    let hopper: Int?
    let bin: Int?
    let by: String

    /// What is wrong with it; nil when nothing is.
    var fault: String? {
        for (name, count) in [("hopper", hopper), ("bin", bin)] {
            if let count, !(0...Self.limit).contains(count) {
                return "\(name) is \(count); it must be from 0 to \(Self.limit)"
            }
        }
        let isName = KioskID.isValid(by) && by.utf8.count <= Self.nameLimit
        return isName
            ? nil : "by must be 1 to \(Self.nameLimit) letters, digits, '-', '_' or '.'"
    }
}

/// What came of a count.
struct CountAnswer: Codable {
    /// Nil when it was booked.
    let refusal: String?
    /// What the journal books now.
    let stock: StockSums
}

/// Where the USB traffic was dumped.
struct TraceDumpAnswer: Codable {
    let file: String
}

/// How messages are written.
enum ControlMessages {
    /// The most bytes of a question.
    static let questionByteLimit = 16_384
    /// The most bytes of an answer: a page of the journal's rows, at some hundred bytes each.
    static let answerByteLimit = 4 << 20

    static func text(_ message: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(message), as: UTF8.self)
    }
}
