import CampusCard
import CardEncoding
import CardPrimitives
import Simulator
import Testing

/// One byte of one answer is changed on its way, at every place of every answer of a
/// personalisation.
@Suite("Corrupting what the card answers")
struct CorruptionTests {
    /// What came of the corruptions.
    struct Tally: Equatable {
        /// The job noticed, began anew, and finished the card.
        var recovered = 0
        /// The job noticed and gave up with a true report.
        var refused = 0
        /// The changed byte says nothing about keys or contents; the card is finished.
        var harmless = 0
    }

    private let plan: PersonalisationPlan

    init() throws {
        plan = try CardFixture.plan()
    }

    @Test(
        "Every changed byte is noticed, or changes neither keys nor contents; no report is untrue")
    func everyByte() throws {
        var undisturbed = CardBench(try CardFixture.blank())
        _ = try undisturbed.run(CardFixture.personalise(plan))
        var tally = Tally()
        var harmless: Set<String> = []
        for (exchange, length) in undisturbed.answerLengths.enumerated() {
            for byte in 0..<length {
                for mask: UInt8 in [0x01, 0x80] {
                    let change = Interference.corrupted(byte: byte, mask: mask)
                    if try count(change, at: exchange, in: &tally) {
                        harmless.insert("\(exchange).\(byte)")
                    }
                }
            }
        }
        // GetVersion travels without a MAC: minor version, protocol, software, batch and date are
        // only reported.
        #expect(harmless.allSatisfy { (0...2).contains(Int($0.prefix { $0 != "." }) ?? 99) })
        #expect(tally == Tally(recovered: 1_171, refused: 56, harmless: 35))
    }

    /// - Returns: whether the corruption went unnoticed.
    private func count(
        _ change: Interference, at exchange: Int, in tally: inout Tally
    ) throws -> Bool {
        let chip = try CardFixture.blank()
        var bench = CardBench(chip, [exchange: change])
        let end = try bench.run(CardFixture.personalise(plan))
        let truth = CardTruth(chip, identity: plan.identity, status: plan.status)
        switch end {
        case .fault(let fault):
            tally.refused += 1
            #expect(truth.bears(out: fault.knowledge), "\(change) at \(exchange): \(fault)")
            return false
        case .done(let facts):
            #expect(truth.isWritten, "\(change) at \(exchange)")
            #expect(facts.product.uid == plan.uid)
            let resets = bench.events.count { $0 == .reset }
            if resets > 1 { tally.recovered += 1 } else { tally.harmless += 1 }
            return resets == 1
        }
    }
}
