import Testing

/// What the code must not contain, because it makes a run depend on something that was not passed in, or ends
/// the machine with a card inside.
@Suite struct BannedWordTests {
    /// - Parameter words: one of them stands in every line that can match; a line without any is not tried.
    private func ban(
        _ pattern: some RegexComponent, with words: String..., in files: [SourceFile],
        _ why: Comment
    ) {
        let places = files.flatMap { $0.places(of: pattern, with: words) }
        #expect(places == [], why)
    }

    private var libraries: [SourceFile] {
        SourceTree.sources.filter { !ImportTable.executables.contains($0.target) }
    }

    @Test("The core's switches name every case")
    func noDefaultInTheCore() {
        ban(
            /^\s*(@unknown )?default:/, with: "default:",
            in: SourceTree.sources.filter { $0.target == "KioskCore" },
            "a new case must make the compiler ask everywhere")
    }

    @Test("Libraries take clock and output from outside")
    func noClockNorOutput() {
        ban(
            /^(?!.*func print).*(^|[^.\w])print\(/, with: "print(", in: libraries,
            "output is passed in")
        ban(/\bDate\(\)|\bDate\.now\b/, with: "Date", in: libraries, "the clock is passed in")
        ban(
            /\bTask\.sleep\b|\bThread\.sleep\b|\busleep\(/, with: "leep", in: libraries,
            "time is passed in")
    }

    @Test("Nothing traps on what a device, a peer or a person sends")
    func noTraps() {
        ban(/\btry!/, with: "try!", in: SourceTree.sources, "an error is handled or thrown")
        ban(/\bas!/, with: "as!", in: SourceTree.sources, "a cast may fail")
        ban(
            /\bfatalError\(/, with: "fatalError", in: SourceTree.sources,
            "a precondition says which fact broke")
    }

    @Test("No task leaves its actor")
    func noDetachedTasks() {
        ban(
            /\bTask\.detached\b/, with: "detached", in: libraries,
            "virtual time replays only what stays on its executor")
    }

    @Test("Layers 1 and 2 do without Foundation")
    func noFoundationInPureLayers() {
        ban(
            /^\s*(package |internal )?import Foundation\b/, with: "Foundation",
            in: SourceTree.sources.filter { ImportTable.pure.contains($0.target) },
            "what decides is computed from values")
    }

    @Test("Nothing is public: the package is one product")
    func noPublic() {
        ban(/^\s*public\s/, with: "public", in: SourceTree.sources, "package is wide enough")
    }

    @Test("No work is left for later, and nothing is commented out")
    func nothingLeftOver() {
        let words = /\b(TODO|FIXME|XXX|HACK)\b/
        for file in SourceTree.sources + SourceTree.tests where file.target != "TidyTests" {
            for (index, line) in file.lines.enumerated()
            where line.holds(anyOf: ["TODO", "FIXME", "XXX", "HACK"])
                && line.firstMatch(of: words) != nil
            {
                Issue.record("\(file):\(index + 1) leaves work for later")
            }
        }
    }
}
