import ArgumentParser
import CampusCard
import CentralStore

/// `central-store kiosk`
struct KioskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kiosk",
        abstract: "Register kiosks, take them out of service and put them back.",
        discussion: """
            The store answers only kiosks that are registered here and show a certificate of the \
            campus's authority. A kiosk out of service begins no new case and says so on its \
            screen; reporting a loss works on.

            Example:
              central-store kiosk add K-02 --data store-data
              central-store kiosk out K-01 --why "hopper motor is changed" --data store-data
            """,
        subcommands: [Add.self, Out.self])

    /// `central-store kiosk add`
    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Register a kiosk, or put it back into service.",
            discussion: """
                Its certificate is made by "certificates init --kiosk". A kiosk that was taken out \
                comes back into service by the same command.

                Example:
                  central-store kiosk add K-02 --data store-data

                Exit status: 0 when it is done, 1 when it could not be; standard error says why.
                """)

        @OptionGroup var options: StoreOptions
        @Argument(help: "The kiosk's id, as in its certificate: letters, digits, '-', '_' or '.'.")
        var kiosk: KioskID

        func run() throws {
            let desk = Operator(try options.service(mayCreate: true))
            try desk.setKiosk(kiosk, inService: true, why: nil)
            print("\(kiosk) is in service")
        }
    }

    /// `central-store kiosk out`
    struct Out: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "out",
            abstract: "Take a kiosk out of service: no new case begins there; running ones end.",
            discussion: """
                For repairs and moves. The reason is kept, and the kiosk hears of it with its next \
                heartbeat. After a restore, a kiosk that is out is not waited for.

                Example:
                  central-store kiosk out K-01 --why "hopper motor is changed" --data store-data

                Exit status: 0 when it is done, 1 when it could not be; standard error says why.
                """)

        @OptionGroup var options: StoreOptions
        @Argument(help: "The kiosk's id: letters, digits, '-', '_' or '.'.")
        var kiosk: KioskID
        @Option(help: "Why.")
        var why: String

        func run() throws {
            try options.desk().setKiosk(kiosk, inService: false, why: why)
            print("\(kiosk) is out of service: \(why)")
        }
    }
}
