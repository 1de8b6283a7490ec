import CampusCard
import CentralStore
import Testing

@Suite("Each call and each refusal")
struct RefusalTests {
    @Test("A refused call names its reason and changes nothing", arguments: RefusalRow.all)
    func refused(row: RefusalRow) throws {
        let rig = try StoreRig()
        #expect(try row.provoke(rig) == row.reason)
        #expect(try rig.desk.ledger(newest: 10).differences.isEmpty)
    }

    @Test(
        "Every call has a row, and every reason but those of the locks (LoginTests)"
    )
    func complete() {
        #expect(Set(RefusalRow.all.map(\.call)) == Set(StoreCallName.allCases))
        let missing = Set(Refusal.allCases).subtracting(RefusalRow.all.map(\.reason))
        #expect(missing == [.accountLocked, .kioskLocked])
    }
}
