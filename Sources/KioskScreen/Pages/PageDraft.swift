import KioskPorts

/// What the pages differ in. The composer adds what they have in common.
struct PageDraft {
    let name: PageName
    var tone = Tone.calm
    var icon: Icon?
    var eyebrow: String?
    let title: String
    var lead: String?
    var notice: String?
    var blocks: [Block] = []
    /// Buttons whose words differ from page to page.
    var labels: [FormAction: String] = [:]
    var outcome: String?
    var countdown: Countdown.Kind?
    /// The page's own countdown before it closes.
    var warned = false

    init(_ name: PageName, title: String) {
        self.name = name
        self.title = title
    }
}
