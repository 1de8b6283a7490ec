extension SimulationReport {
    /// The report for a person.
    /// - Parameters:
    ///   - elapsedSeconds: real time that the run took.
    ///   - replay: the command that replays a seed of this run, without the seed.
    package func table(elapsedSeconds: Double, replay: String) -> String {
        let sections = [
            block(
                "cases by ending",
                endings.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
                    ($0.key, Self.grouped($0.value))
                }),
            faultBlock, troubleBlock, invariantBlock,
            breaks.map { breakText($0, replay) }.joined(separator: "\n"),
            figures(elapsedSeconds),
        ]
        return sections.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private var faultBlock: String {
        let met = FaultKind.allCases.filter {
            faults.draws(of: $0) > 0 || faults.injections(of: $0) > 0
        }
        guard !met.isEmpty else { return "" }
        let missed = FaultKind.allCases.filter { !met.contains($0) }.map(\.name)
        let rest = missed.isEmpty ? "" : "\n  never: \(missed.joined(separator: ", "))"
        return block(
            "faults: drawn, injected, handled",
            met.map {
                (
                    $0.name,
                    Self.grouped(faults.draws(of: $0))
                        + Self.right(Self.grouped(faults.injections(of: $0)), 14)
                        + Self.right(Self.grouped(faults.marks(of: $0)), 14)
                )
            }) + rest + "\n" + Self.legend
    }

    /// Why the columns differ.
    private static let legend = """
          A draw plans a fault; it is injected when its occasion comes: never, once, or several
          times. Handled counts each time that the code which deals with such a fault says so;
          faults that look alike to the code share its words.
        """

    private var troubleBlock: String {
        block(
            "troubles that the code dealt with",
            troubles.sorted { $0.key < $1.key }.map { ($0.key, Self.grouped($0.value)) })
    }

    private var invariantBlock: String {
        block(
            "invariants: checked, broken",
            Invariant.allCases.filter { checks[$0.rawValue] != nil }.map { invariant in
                let broken = breaks.count { $0.invariant == invariant }
                return (
                    "\(invariant.rawValue) \(invariant.sentence)",
                    Self.grouped(checks[invariant.rawValue] ?? 0)
                        + Self.right(Self.grouped(broken), 14)
                )
            })
    }

    private func breakText(_ found: Break, _ replay: String) -> String {
        let faults =
            found.schedule.isEmpty
            ? "none" : found.schedule.map(\.description).joined(separator: ",")
        let cases = found.cases.map { " --cases \($0)" } ?? ""
        return """
            BROKEN \(found.invariant.rawValue): \(found.detail)
              \(replay) \(found.seed):\(found.step)\(cases) --only \(faults)
            """
    }

    private func figures(_ elapsed: Double) -> String {
        let seconds = max(elapsed, 0.001)
        let rows = [
            ("worlds", Self.grouped(worlds)), ("cases", Self.grouped(cases)),
            ("simulated time", Self.span(simulatedSeconds)), ("real time", Self.span(elapsed)),
            ("cases per second", Self.grouped(Int(Double(cases) / seconds))),
            ("times faster than real time", Self.grouped(Int(simulatedSeconds / seconds))),
        ]
        return block("figures", rows)
    }

    private func block(_ title: String, _ rows: [(name: String, value: String)]) -> String {
        guard !rows.isEmpty else { return "" }
        let names = rows.map(\.name.count).max() ?? 0
        let firsts = rows.map { $0.value.prefix { $0 != " " }.count }.max() ?? 0
        let lines = rows.map { row in
            let pad = String(repeating: " ", count: names - row.name.count)
            let first = row.value.prefix { $0 != " " }
            let shift = String(repeating: " ", count: firsts - first.count)
            return "  \(row.name)\(pad)  \(shift)\(row.value)"
        }
        return ([title] + lines).joined(separator: "\n")
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }

    /// 1234567 as 1,234,567.
    private static func grouped(_ number: Int) -> String {
        var text = ""
        for (index, digit) in String(number).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }

    private static func span(_ seconds: Double) -> String {
        let whole = Int(seconds)
        let (days, hours) = (whole / 86_400, whole / 3_600 % 24)
        let (minutes, rest) = (whole / 60 % 60, whole % 60)
        if days > 0 { return "\(days)d \(hours)h" }
        if hours > 0 { return "\(hours)h \(minutes)min" }
        return minutes > 0 ? "\(minutes)min \(rest)s" : "\((seconds * 10).rounded() / 10)s"
    }
}
