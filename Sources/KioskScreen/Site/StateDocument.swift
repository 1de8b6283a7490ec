import CampusCard
import Foundation
import KioskCore
import KioskPorts

/// A page for scripts: what the browser shows, as JSON, on the same addresses.
package struct StateDocument: Codable, Hashable, Sendable {
    package let page: String
    package let stateNumber: Int
    package let language: String
    package let kiosk: String
    package let caseNumber: String?
    /// Dotted name of the outcome on a last page, for example `refused.frozen`.
    package let outcome: String?
    package let title: String
    package let lead: String?
    package let notice: String?
    /// Everything else that is shown, in the order of the page.
    package let texts: [String]
    package let actions: [Action]
    package let remainingMilliseconds: Int64?
    /// What came of a `POST /act`: `accepted`, `stale`, `refused` or `mistake`.
    package let reply: String?
    /// Why it was refused or not understood.
    package let explanation: String?

    /// An action that `POST /act` accepts now, with its fixed fields and the names of those to fill.
    package struct Action: Codable, Hashable, Sendable {
        package let action: String
        package let label: String
        package let fixedFields: [String: String]
        package let typedFields: [String]
    }

    package init(_ page: Page, reply: ScreenAnswer.Reply? = nil) {
        self.page = page.name.rawValue
        stateNumber = page.stateNumber
        language = page.language.rawValue
        kiosk = page.kiosk.text
        caseNumber = page.caseNumber
        outcome = page.outcome
        title = page.title
        lead = page.lead
        notice = page.notice
        texts = page.texts
        actions = page.offeredControls.map(Action.init)
        remainingMilliseconds = page.countdown?.milliseconds
        self.reply = reply?.name
        explanation = reply?.explanation
    }

    var json: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else {
            preconditionFailure("A state document holds only texts and whole numbers")
        }
        return Array(data)
    }
}

extension StateDocument.Action {
    init(_ control: Control) {
        action = control.action.name
        label = control.label
        fixedFields = Dictionary(
            uniqueKeysWithValues: control.action.fixedFields.map { ($0.name.rawValue, $0.value) })
        typedFields = control.action.typedFields.map(\.rawValue)
    }
}

extension Page {
    /// Every button of the page once, those of its blocks first, and the other languages.
    package var offeredControls: [Control] {
        let inBlocks = blocks.flatMap { block -> [Control] in
            switch block {
            case .jobs(let choices): choices.compactMap(\.control)
            case .entry(let entry): [entry.control]
            case .outage, .facts, .points, .steps, .strip, .ring, .fates, .caseNumber: []
            }
        }
        let languages = ScreenLanguage.allCases.filter { $0 != language }.map {
            Control(action: .language($0), label: $0.ownName, role: .quiet)
        }
        return inBlocks + controls + languages
    }
}

extension ScreenAnswer.Reply {
    var name: String {
        switch self {
        case .accepted: "accepted"
        case .stale: "stale"
        case .refused: "refused"
        case .mistake: "mistake"
        }
    }

    var explanation: String? {
        switch self {
        case .accepted: nil
        case .stale: "the page of that stateNumber is no longer shown"
        case .refused(let refusal): refusal.rawValue
        case .mistake(let mistake): mistake.explanation
        }
    }
}
