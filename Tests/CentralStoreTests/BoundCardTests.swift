import CampusCard
import CentralStore
import GRDB
import Testing

/// Goal: a transit or phone card names one account at most, by application and number, and the database does not hold the
/// number.
@Suite("Cards of others that accounts are known by")
struct BoundCardTests {
    private static let transit = TransitNumber(
        application: "A000000632010105", digits: "31012345678901234567")
    private static let phone = TransitNumber(
        application: "A00000000386980701", digits: "31012345678901234567")

    @Test("A bound card names its account, until its binding ends; then another may have it")
    func bound() throws {
        let rig = try StoreRig()
        #expect(try rig.desk.holder(ofBound: Self.transit) == nil)
        try rig.desk.bind(Self.transit, to: StoreRig.mei, who: "Zhao", why: "shown at the desk")
        let mei = try rig.desk.account(StoreRig.mei)
        #expect(try rig.desk.holder(ofBound: Self.transit) == mei.holder)
        #expect(mei.boundCards == ["A000000632010105 ****4567"])
        #expect(try rig.desk.holder(ofBound: Self.phone) == nil)
        try rig.desk.unbind(Self.transit, who: "Zhao", why: "sold")
        #expect(try rig.desk.holder(ofBound: Self.transit) == nil)
        #expect(try rig.desk.account(StoreRig.mei).boundCards == [])
        rig.clock.advance(seconds: 1)
        try rig.desk.bind(Self.transit, to: StoreRig.bo, who: "Zhao", why: "bought it")
        #expect(
            try rig.desk.holder(ofBound: Self.transit) == rig.desk.account(StoreRig.bo).holder)
        #expect(try rig.number("SELECT COUNT(*) FROM bound_card") == 2)
    }

    @Test("A card that is bound, one too many, and one that nobody has are each refused in words")
    func refused() throws {
        let rig = try StoreRig()
        try rig.desk.bind(Self.transit, to: StoreRig.mei, who: "Zhao", why: "shown")
        let cards = (2...4).map {
            TransitNumber(application: "A000000632010105", digits: "310123456789012345\($0)0")
        }
        for card in cards.prefix(2) {
            try rig.desk.bind(card, to: StoreRig.mei, who: "Zhao", why: "shown")
        }
        let rows: [(String, () throws -> Void)] = [
            (
                "to this account already",
                { try rig.desk.bind(Self.transit, to: StoreRig.mei, who: "Z", why: "w") }
            ),
            (
                "to another account",
                { try rig.desk.bind(Self.transit, to: StoreRig.bo, who: "Z", why: "w") }
            ),
            (
                "at most 3",
                { try rig.desk.bind(cards[2], to: StoreRig.mei, who: "Z", why: "w") }
            ),
            ("to no account", { try rig.desk.unbind(cards[2], who: "Z", why: "w") }),
            (
                "no cardholder",
                {
                    try rig.desk.bind(
                        cards[2], to: StudentNumber(validated: "nobody"), who: "Z", why: "w")
                }
            ),
        ]
        for (said, act) in rows {
            #expect {
                try act()
            } throws: { error in
                "\(error)".contains(said) && !"\(error)".contains("31012345")
            }
        }
        #expect(try rig.number("SELECT COUNT(*) FROM bound_card") == 3)
    }

    @Test("The database holds no number, and a binding changes only by its end")
    func schema() throws {
        let rig = try StoreRig()
        try rig.desk.bind(Self.transit, to: StoreRig.mei, who: "Zhao", why: "shown")
        let held = try rig.text("SELECT digest || shown || who || why FROM bound_card") ?? ""
        #expect(!held.contains("3101234567") && held.contains("4567"))
        for sql in [
            "UPDATE bound_card SET account = 'a2'", "DELETE FROM bound_card",
            "UPDATE bound_card SET ended_at = 0, ended_by = 'x', ended_why = 'y'",
            "UPDATE bound_card SET ended_at = bound_at",
        ] {
            #expect(throws: (any Error).self) {
                try rig.database.queue.write { try $0.execute(sql: sql) }
            }
        }
    }

    @Test(
        "A number is an application and digits, and nothing else",
        arguments: [
            "", ":", "A000000632010105", "A000000632010105:", "A0:1234", "A00000063201010:1234",
            "A000000632010105:123", "A000000632010105:0000", "A000000632010105:12a4",
            "A000000632010105:1234:5", "G000000632010105:1234",
        ])
    func malformed(text: String) {
        #expect(TransitNumber.parse(text) == nil)
    }

    @Test("A number that is written in small letters is the same")
    func parsed() {
        #expect(TransitNumber.parse("a000000632010105:31012345678901234567") == Self.transit)
    }
}
