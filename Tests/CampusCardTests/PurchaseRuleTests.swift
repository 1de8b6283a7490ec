import CampusCard
import Testing

@Suite("What a purchase needs")
struct PurchaseRuleTests {
    /// Limits of 50 and 200 yuan.
    private func demand(
        _ fen: Int64, spent: Int64 = 0, _ allowance: OfflineAllowance = .full
    ) -> PurchaseDemand {
        PurchaseRule(
            singleLimit: Money(fen: 5_000), dailyLimit: Money(fen: 20_000), allowance: allowance
        ).demand(for: Money(fen: fen), spentToday: Money(fen: spent))
    }

    @Test("Reaching a limit asks for the password, staying below it for nothing")
    func limits() {
        #expect(demand(4_999) == .nothing)
        #expect(demand(5_000) == .password)
        #expect(demand(1, spent: 19_998) == .nothing)
        #expect(demand(1, spent: 19_999) == .password)
        #expect(demand(0, spent: 20_000) == .password)
    }

    @Test("An old list lowers what can be sold, and does not ask for a password instead")
    func oldList() {
        let most = Money(fen: 2_000)
        #expect(demand(2_000, .upTo(most)) == .nothing)
        #expect(demand(2_001, .upTo(most)) == .aboveOfflineLimit(most))
        #expect(demand(1_000, spent: 19_000, .upTo(most)) == .password)
        #expect(demand(0, .none) == .listTooOld)
    }

    @Test("A list is trusted in full, then for small amounts, then not at all")
    func listAge() {
        let rule = ListAgeRule(
            trustedSeconds: 60, longestSeconds: 600, reducedLimit: Money(fen: 100))
        let small = OfflineAllowance.upTo(Money(fen: 100))
        for (age, wanted) in [
            (nil, OfflineAllowance.full), (0, .full), (60, .full), (61, small), (600, small),
            (601, .none),
        ] {
            #expect(rule.allowance(listAgeSeconds: age) == wanted)
        }
    }
}
