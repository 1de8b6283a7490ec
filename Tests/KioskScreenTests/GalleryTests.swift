import CampusCard
import Foundation
import KioskCore
import KioskPorts
import KioskScreen
import Testing

/// Writes one example of every page that looks different, for eyes and for axe: `KIOSK_SCREEN_GALLERY` names the folder,
/// which `Tests/browser/run` serves to a browser. Without it the pages are made and not kept.
@Suite struct GalleryTests {
    @Test(
        "One example of every different page is written in both languages",
        arguments: ScreenLanguage.allCases)
    func gallery(language: ScreenLanguage) throws {
        let writer = try ScreenFixtures.writer()
        let folder = try folder(for: language)
        var names: Set<String> = []
        for example in try examples(language) {
            #expect(names.insert(example.name).inserted, "\(example.name) came twice")
            let html = writer.html(example.page)
            #expect(html.hasPrefix("<!doctype html><html lang=\"\(language.rawValue)\">"))
            if let folder {
                try Data(html.utf8).write(to: folder.appending(path: example.name + ".html"))
            }
        }
        #expect(names.count > 60)
    }

    private struct Example {
        let name: String
        let page: Page
    }

    private func folder(for language: ScreenLanguage) throws -> URL? {
        guard let root = ProcessInfo.processInfo.environment["KIOSK_SCREEN_GALLERY"] else {
            return nil
        }
        let folder = URL(fileURLWithPath: root).appending(path: language.rawValue)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// The first state of the search for each look, and some snapshots that only differ in their figures.
    private func examples(_ language: ScreenLanguage) throws -> [Example] {
        let composer = try ScreenFixtures.composer()
        var examples: [String: Page] = [:]
        for state in ReachableStates.all {
            let page = composer.page(snapshot(state, language))
            let name = look(of: page)
            if examples[name] == nil { examples[name] = page }
        }
        for (name, snapshot) in figures(language) { examples[name] = composer.page(snapshot) }
        return examples.sorted { $0.key < $1.key }.map { Example(name: $0.key, page: $0.value) }
    }

    private func snapshot(_ state: KioskState, _ language: ScreenLanguage) -> ScreenSnapshot {
        let reasons: [StandingReason] =
            switch (state.readiness.canReplace, state.readiness.canReportLoss) {
            case (true, true): []
            case (true, false): [ScreenFixtures.reason(.printerOut)]
            case (false, true): [ScreenFixtures.reason(.hopperEmpty)]
            case (false, false): [ScreenFixtures.reason(.storeUnreachable)]
            }
        return ScreenFixtures.snapshot(state, language, reasons: reasons)
    }

    /// What a page looks like, without its figures.
    private func look(of page: Page) -> String {
        var parts = [page.name.rawValue]
        if let outcome = page.outcome { parts.append(outcome) }
        if page.notice != nil { parts.append("notice") }
        if let warning = page.warning { parts.append(warning.coversPage ? "warning" : "last-call") }
        for block in page.blocks {
            switch block {
            case .steps(let steps):
                parts.append("step\(steps.first { $0.standing == .now }?.number ?? 0)")
            case .strip(let point): parts.append(point.icon.rawValue)
            case .outage(let outage): parts.append("out-\(outage.tone.rawValue)")
            case .jobs(let choices): parts.append("jobs\(choices.compactMap(\.control).count)")
            case .entry, .facts, .points, .ring, .fates, .caseNumber: break
            }
        }
        return parts.joined(separator: "-")
    }

    private func figures(_ language: ScreenLanguage) -> [(String, ScreenSnapshot)] {
        func first(_ matches: (KioskState) -> Bool) -> KioskState {
            ReachableStates.all.first(where: matches) ?? .started(pickup: .fixed)
        }
        let free = first {
            if case .consenting(.free, let patience) = $0.phase { !patience.warned } else { false }
        }
        let idle = first {
            $0.phase == .idle && !$0.readiness.canReplace && $0.readiness.canReportLoss
        }
        let ready = first {
            $0.phase == .idle && $0.readiness.canReplace && $0.readiness.canReportLoss
        }
        return [
            (
                "consent-free",
                ScreenFixtures.snapshot(
                    free, language, quote: ScreenFixtures.quote(fen: 0, reason: .firstFree))
            ),
            (
                "home-three-reasons",
                ScreenFixtures.snapshot(
                    idle, language,
                    reasons: [.hopperEmpty, .dispenserFault, .readerGone, .printerOut].map(
                        ScreenFixtures.reason))
            ),
            (
                "home-printer-out",
                ScreenFixtures.snapshot(
                    ready, language, reasons: [ScreenFixtures.reason(.printerOut)])
            ),
        ]
    }
}
