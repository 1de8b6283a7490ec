import CampusCard
import KioskCore
import KioskPorts
import KioskScreen
import Testing

/// Pages are a projection of the core's state, so every state that the core can reach is shown, in both languages, and
/// what the HTML offers is held against what the core accepts.
@Suite struct PageTests {
    @Test(
        "Every page offers exactly what the core accepts, and each form carries the page's number",
        arguments: ScreenLanguage.allCases)
    func offersAreTheCores(language: ScreenLanguage) throws {
        let composer = try ScreenFixtures.composer()
        let writer = try ScreenFixtures.writer()
        for state in ReachableStates.all {
            let page = composer.page(ScreenFixtures.snapshot(state, language))
            let forms = SentForm.all(in: writer.html(page))
            let shown = Set(forms.filter { $0.action != "language" }.map { signature($0.fields) })
            let accepted = Set(
                FormAction.decidedByCore.filter { isUseful($0, state) }.map(signature))
            #expect(shown == accepted, "\(state.phase)")
            #expect(forms.allSatisfy { $0.fields["stateNumber"] == "7" })
            #expect(forms.contains { $0.action == "language" })
        }
    }

    @Test("No cancel that the core accepts is out of reach, also under a warning")
    func cancelIsReachable() throws {
        let composer = try ScreenFixtures.composer()
        let writer = try ScreenFixtures.writer()
        for state in ReachableStates.all where isUseful(.cancel, state) {
            let html = writer.html(composer.page(ScreenFixtures.snapshot(state)))
            let reachable = SentForm.all(in: html).filter(\.isReachable).map(\.action)
            #expect(reachable.contains("cancel"), "\(state.phase)")
        }
    }

    @Test("From every page on which the machine does not work, home is one touch away")
    func homeIsReachable() throws {
        let composer = try ScreenFixtures.composer()
        for state in ReachableStates.all {
            let page = composer.page(ScreenFixtures.snapshot(state))
            guard !page.name.isBusy, page.name != .home else { continue }
            let actions = page.offeredControls.map(\.action)
            #expect(actions.contains(.cancel) || actions.contains(.finish), "\(page.name)")
        }
    }

    @Test(
        "More time is offered wherever the core gives it, and a warning covers no page without it")
    func warnings() throws {
        let composer = try ScreenFixtures.composer()
        for state in ReachableStates.all {
            let page = composer.page(ScreenFixtures.snapshot(state))
            guard let warning = page.warning else { continue }
            #expect(warning.coversPage == isUseful(.moreTime, state))
            #expect(page.countdown?.milliseconds == 21_000 && page.countdown?.kind == .page)
        }
    }

    @Test("Every page name is shown by some state")
    func everyPageIsReached() throws {
        let composer = try ScreenFixtures.composer()
        let names = Set(
            ReachableStates.all.map { composer.page(ScreenFixtures.snapshot($0)).name })
        #expect(names == Set(PageName.allCases))
    }

    @Test("Names that hold markup are shown as text, and nothing is shown unmasked")
    func nothingUnmaskedOrUnescaped() throws {
        let composer = try ScreenFixtures.composer()
        let writer = try ScreenFixtures.writer()
        // The store masks. If it should ever fail to, the page masks again.
        let careless = MaskedHolder(
            name: "<b>\"O'Neil & 𠮷田", studentNumber: "20211234537", cardNumber: "88123456")
        for state in ReachableStates.all {
            let html = writer.html(
                composer.page(ScreenFixtures.snapshot(state, holder: careless)))
            for secret in ["<b>", "O'Neil", "𠮷田", "20211234537", "88123456"] {
                #expect(!html.contains(secret), "\(secret) on \(state.phase)")
            }
        }
    }

    @Test("A rare name that the store masked is shown as it is")
    func rareNames() throws {
        let composer = try ScreenFixtures.composer()
        let writer = try ScreenFixtures.writer()
        let rare = MaskedHolder(name: "<**", studentNumber: "****&\"", cardNumber: nil)
        let html = ReachableStates.all.filter { state in
            if case .reviewing = state.phase { true } else { false }
        }.map { writer.html(composer.page(ScreenFixtures.snapshot($0, holder: rare))) }
        #expect(html.allSatisfy { $0.contains("&lt;**") && $0.contains("****") })
        #expect(!html.isEmpty)
    }

    @Test(
        "Every last page says what became of money and card, what to do, and the case number",
        arguments: ScreenLanguage.allCases)
    func lastPages(language: ScreenLanguage) throws {
        let composer = try ScreenFixtures.composer()
        var outcomes: Set<String> = []
        for state in ReachableStates.all {
            let page = composer.page(ScreenFixtures.snapshot(state, language))
            guard let outcome = page.outcome else { continue }
            outcomes.insert(outcome)
            let fates = page.blocks.compactMap { block in
                if case .fates(let facts) = block { facts } else { nil }
            }
            #expect(fates.first?.count == 3)
            #expect(page.texts.contains(ScreenFixtures.caseID.text))
        }
        // The others end cases that nobody stands in front of.
        let unattended: Set<String> = ["abandoned.powerCut", "abandoned.walkedAway"]
        #expect(Set(Outcome.every.map(\.name)).subtracting(outcomes).isSubset(of: unattended))
    }

    /// The core accepts the action and something comes of it.
    private func isUseful(_ action: FormAction, _ state: KioskState) -> Bool {
        guard let tap = action.tap else { return false }
        let transition = state.on(.tapped(tap))
        guard transition.refusal == nil else { return false }
        return transition.state != state || !transition.commands.isEmpty
    }

    private func signature(_ fields: [String: String]) -> String {
        "\(fields["action"] ?? "") \(fields["job"] ?? "")"
    }

    private func signature(_ action: FormAction) -> String {
        signature(
            Dictionary(
                uniqueKeysWithValues: [("action", action.name)]
                    + action.fixedFields.map { ($0.name.rawValue, $0.value) }))
    }
}
