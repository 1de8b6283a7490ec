import Testing

@testable import KioskCore

/// Goal: whatever a stop of the machine leaves behind, one row of the table says what to do (K13). Method: the whole
/// product of journal, path and bin.
@Suite struct RecoveryTests {
    static let product: [RecoveryFacts] = CaseProgress.allCases.flatMap { progress in
        CardPosition.allCases.flatMap { path in
            BinEvidence.allCases.map { RecoveryFacts(progress: progress, path: path, bin: $0) }
        }
    }

    @Test("Exactly one row matches every input", arguments: product)
    func exactlyOneRow(facts: RecoveryFacts) {
        #expect(Recovery.table.filter { $0.matches(facts) }.count == 1)
    }

    @Test("Every row is needed")
    func noRowIsDead() {
        let met = Set(Self.product.map { Recovery.row(for: $0).name })
        #expect(met == Set(Recovery.table.map(\.name)))
    }

    @Test("A card that may be committed is void only when it is in the bin", arguments: product)
    func voidNeedsTheCard(facts: RecoveryFacts) {
        switch Recovery.row(for: facts).action {
        case .void:
            #expect(facts.progress == .retained || facts.bin == .oneMore && facts.path == .clear)
        case .retainThenVoid, .retainThenAbandon: #expect(facts.path.isInReach)
        case .abandon, .abandonAndCallStaff, .close:
            #expect(!facts.progress.mayBeCommitted && facts.progress != .retained)
        case .suspect, .suspectAndCallStaff: #expect(facts.progress.mayBeCommitted)
        }
    }

    @Test("A card is moved where a sensor shows it, and only there", arguments: product)
    func movesWhatIsInReach(facts: RecoveryFacts) {
        let mayBeInside = facts.progress.isUncommitted || facts.progress.mayBeCommitted
        #expect(facts.progress.needsSensors == mayBeInside)
        #expect(
            Recovery.row(for: facts).action.movesCard == (mayBeInside && facts.path.isInReach))
    }

    @Test(
        "What the bin's counter says",
        arguments: [
            (4, 4, BinEvidence.unchanged), (4, 5, .oneMore), (999, 0, .oneMore), (4, 6, .unknown),
            (5, 4, .unknown), (nil, 4, .unknown), (4, nil, .unknown), (nil, nil, .unknown),
        ] as [(Int?, Int?, BinEvidence)])
    func binEvidence(before: Int?, now: Int?, evidence: BinEvidence) {
        #expect(BinEvidence(before: before, now: now) == evidence)
    }

    @Test("Taken is never concluded after a stop")
    func nothingIsTakenUnseen() {
        for before in [nil, 0, 7, 999] as [Int?] {
            for after in [nil, 0, 7, 8, 999] as [Int?] {
                for proven in [true, false] {
                    let evidence = ExitEvidence(
                        sawTransition: false, binCountBefore: before, binCountAfter: after,
                        counterProven: proven, unitRetracts: true)
                    #expect(evidence.removal != .taken)
                }
            }
        }
    }

    @Test(
        "What the exit shows is judged by counter and sight",
        arguments: [
            // saw, before, after, proven, retracts → removal
            (true, 4, 4, true, true, Removal.taken), (true, 4, 5, true, true, .retracted),
            (true, 999, 0, true, true, .retracted), (true, 4, 6, true, true, .unclear),
            (false, 4, 4, true, true, .unclear), (false, 4, 5, true, false, .retracted),
            (true, 4, 4, false, true, .unclear), (true, 4, 4, false, false, .taken),
            (false, 4, 4, false, false, .unclear),
        ])
    func exitEvidence(
        saw: Bool, before: Int, after: Int, proven: Bool, retracts: Bool, removal: Removal
    ) {
        let evidence = ExitEvidence(
            sawTransition: saw, binCountBefore: before, binCountAfter: after,
            counterProven: proven, unitRetracts: retracts)
        #expect(evidence.removal == removal)
    }
}
