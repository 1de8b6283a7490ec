import CampusCard
import CentralStore
import Foundation
import Testing

@Suite("Demo data and settings")
struct DemoTests {
    private static let now: Int64 = 1_795_395_600_000

    private func roster(_ seed: UInt64) -> DemoRoster {
        DemoRoster(seed: seed, now: Self.now, defaults: StorePolicy.ordinary.defaultPassword)
    }

    @Test("The same seed gives the same people, another seed others")
    func deterministic() {
        let (first, second, other) = (roster(1), roster(1), roster(2))
        #expect(first.registrations.map(\.name) == second.registrations.map(\.name))
        #expect(first.registrations.map(\.card?.uid) == second.registrations.map(\.card?.uid))
        #expect(first.registrations.map(\.card?.uid) != other.registrations.map(\.card?.uid))
        #expect(first.registrations.count == 200)
        #expect(first.registrations.contains { $0.name.count == 31 && $0.name.contains("·") })
    }

    @Test("Two hundred people have every kind of trouble that a kiosk can meet")
    func everyTrouble() throws {
        let rig = try StoreRig(students: [])
        let roster = roster(1)
        try rig.desk.register(roster.registrations)
        #expect(try rig.desk.cardholderCount() == 200)
        let people = roster.registrations
        let fee = StorePolicy.ordinary.standardFee
        let isRare = { (name: String) in
            name.unicodeScalars.contains { !(0x4E00...0x9FFF).contains($0.value) && $0 != "·" }
        }
        let troubles: [(String, (Registration) -> Bool)] = [
            ("no money", { $0.balance < fee }), ("exactly the fee", { $0.balance == fee }),
            ("frozen", { $0.frozen }), ("left", { $0.standing == .left }),
            ("suspended", { $0.standing == .suspended }),
            (
                "replaced twice",
                { $0.earlierReplacements.filter { $0 > Self.now - 12_960_000_000 }.count == 2 }
            ),
            ("default password", { $0.password == nil && $0.identityNumber != nil }),
            ("no identity number", { $0.password == nil && $0.identityNumber == nil }),
            ("no card", { $0.card == nil }), ("reported lost", { $0.cardIsLost }),
            ("long name", { $0.name.count >= 20 }), ("rare name", { isRare($0.name) }),
        ]
        for (trouble, has) in troubles {
            #expect(people.contains(where: has), "nobody: \(trouble)")
        }
        #expect(people.count { $0.standing == .enrolled && !$0.frozen } > 150)
    }

    @Test("Every handy login does at the kiosk what its line says")
    func logins() throws {
        let rig = try StoreRig(students: [])
        let roster = roster(1)
        try rig.desk.register(roster.registrations)
        let expected: [String?] = [
            nil, nil, "insufficientFunds", nil, "frozen", "replacementLimit", "outOfOrder",
            "outOfOrder", "notEnrolled", "notEnrolled", "noCard", nil, nil, nil, nil,
        ]
        #expect(roster.logins.count == expected.count)
        for (index, login) in roster.logins.enumerated() {
            let id = CaseID(validated: "demo-case-\(index)")
            let password = try #require(CardPassword(login.password))
            let entered = try rig.done(
                LoginCall(studentNumber: login.studentNumber, password: password), id)
            let refusal = try rig.refusal(QuoteCall(session: entered.session), id)
            #expect(refusal?.rawValue == expected[index], "\(login.note)")
        }
    }

    @Test("The settings of the repository are good")
    func settings() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "kiosk-config/store")
        #expect(try ConfigurationFile.policy(folder.appending(path: "policy.json")) == .ordinary)
        let store = try ConfigurationFile.store(folder.appending(path: "store.json"))
        #expect(store.mode == .development)
        let profile = URL(filePath: store.cardProfile, relativeTo: folder.appending(path: "/"))
        #expect(FileManager.default.fileExists(atPath: profile.path))
    }

    @Test("Unknown keys and values out of bounds are told all at once, with key, value and bound")
    func badSettings() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "kiosk-config/store")
        let good = try String(contentsOf: folder.appending(path: "policy.json"), encoding: .utf8)
        let bad = good.replacingOccurrences(of: "\"lockSeconds\": 900", with: "\"lockSeconds\": 0")
            .replacingOccurrences(of: "\"days\": 150", with: "\"days\": 0, \"weeks\": 2")
            .replacingOccurrences(of: "\"dayStartHour\": 3", with: "\"dayStartHour\": 24, \"x\": 1")
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        try bad.write(to: file, atomically: true, encoding: .utf8)
        let failure = try #require(throws: StoreFailure.self) {
            try ConfigurationFile.policy(file)
        }
        for line in [
            "replacementLimit.weeks: is no setting", "x: is no setting",
            "lockSeconds: is 0; it must be 1 to 86400",
            "replacementLimit.days: is 0; it must be 1 to 3650",
            "dayStartHour: is 24; it must be 0 to 23",
        ] {
            #expect(failure.description.contains(line))
        }
    }

    @Test("Every cut and every changed byte of a settings file is refused or another legal value")
    func corruptSettings() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "kiosk-config/store")
        let good = [UInt8](try Data(contentsOf: folder.appending(path: "store.json")))
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        var (refused, legal) = (0, 0)
        for index in good.indices {
            var changed = good
            changed[index] ^= 0x01
            for bytes in [Array(good.prefix(index)), changed] {
                try Data(bytes).write(to: file)
                if (try? ConfigurationFile.store(file)) == nil { refused += 1 } else { legal += 1 }
            }
        }
        print("corrupted settings: refused \(refused), another legal value \(legal)")
        #expect(refused > legal)
    }
}
