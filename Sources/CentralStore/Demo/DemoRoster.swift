package import CampusCard

/// Two hundred invented cardholders, among them every kind of trouble: the first ones are the handy
/// logins, the others are drawn from a seed. The same seed gives the same people.
package struct DemoRoster: Sendable {
    /// The password of everybody who does not have the default one.
    package static let password = "258036"
    package static let count = 200
    private static let dayMilliseconds: Int64 = 86_400_000

    /// A demo student worth a line in the table.
    package struct Login: Hashable, Sendable {
        package let studentNumber: StudentNumber
        package let password: String
        package let name: String
        package let note: String
    }

    package let registrations: [Registration]
    package let logins: [Login]

    /// - Parameter now: milliseconds since 1970 UTC; recent replacements lie before it.
    package init(seed: UInt64, now: Int64, defaults: DefaultPasswordRule) {
        var random = DemoRandom(seed: seed)
        var registrations: [Registration] = []
        var logins: [Login] = []
        for index in 1...Self.count {
            let kind = DemoKind.of(index, &random)
            let person = Self.person(index, kind, now: now, &random)
            registrations.append(person)
            if index <= DemoKind.allCases.count {
                let standard = defaults.password(identityNumber: person.identityNumber).digits
                logins.append(
                    Login(
                        studentNumber: person.studentNumber,
                        password: person.password == nil ? standard : Self.password,
                        name: person.name, note: kind.note))
            }
        }
        self.registrations = registrations
        self.logins = logins
    }

    private static func person(
        _ index: Int, _ kind: DemoKind, now: Int64, _ random: inout DemoRandom
    ) -> Registration {
        let identity =
            "1101012005\(random.digits(7))\(random.below(11) == 10 ? "X" : random.digits(1))"
        let card = (CardNumber(UInt32(index)), random.uid())
        return Registration(
            account: AccountID(validated: "demo-\(index)"),
            name: kind.name(&random),
            studentNumber: StudentNumber(validated: String(2_023_010_000 + index)),
            holderClass: .student, standing: kind.standing, frozen: kind == .frozen,
            identityNumber: kind == .defaultWithoutIdentity ? nil : identity,
            password: kind.hasDefaultPassword ? nil : CardPassword(password),
            card: kind == .noCard ? nil : card, cardIsLost: kind == .reportedLost,
            balance: kind.balance(&random),
            earlierReplacements: kind.replacementDays.map { now - Int64($0) * dayMilliseconds })
    }
}
