import ArgumentParser
import CampusCard
import CentralStore
import Foundation

/// `central-store demo-data`
struct DemoDataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo-data",
        abstract: "Load 200 invented cardholders with every kind of trouble.",
        discussion: """
            The first student is an ordinary one: enough money, a card, one replacement more than \
            a year ago, so the fee is due. Everybody's password is \(DemoRoster.password), but for \
            those with the default one. The same seed gives the same people. The store must be \
            empty.

            Example:
              central-store demo-data --data /tmp/store --kiosk K-01 --kiosk K-02

            Exit status: 0 when it is done, 1 when it could not be; standard error says why.
            """)

    @OptionGroup var options: StoreOptions

    @Option(help: "The seed that decides names, balances and UIDs.")
    var seed: UInt64 = 1

    @Option(
        name: .customLong("kiosk"),
        help: "A kiosk to register: letters, digits, '-', '_' or '.'; may be given again.")
    var kiosks: [KioskID] = [KioskID(validated: "K-01")]

    func run() throws {
        let service = try options.service(passwordCost: .demo, mayCreate: true)
        let roster = DemoRoster(
            seed: seed, now: SystemStoreClock().wallMilliseconds(),
            defaults: try options.policy().defaultPassword)
        let desk = Operator(service)
        let known = try desk.cardholderCount()
        guard known == 0 else {
            throw StoreFailure(
                "load demo data: the store has \(known) cardholders already; name an empty folder "
                    + "with --data")
        }
        try desk.register(roster.registrations)
        for kiosk in kiosks { try desk.setKiosk(kiosk, inService: true, why: nil) }
        print("\(roster.registrations.count) cardholders; some to try:\n")
        print("student number  password  what happens")
        for login in roster.logins {
            print("\(login.studentNumber)      \(login.password)    \(login.note) (\(login.name))")
        }
    }
}
