import ArgumentParser
import CampusCard
import CentralStore

/// `central-store kiosk`
struct KioskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kiosk",
        abstract: "Register kiosks, take them out of service and put them back.",
        subcommands: [Add.self, Out.self])

    /// `central-store kiosk add`
    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Register a kiosk, or put it back into service.")

        @OptionGroup var options: StoreOptions
        @Argument(help: "The kiosk's id, as in its certificate.")
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
            abstract: "Take a kiosk out of service: no new case begins there; running ones end.")

        @OptionGroup var options: StoreOptions
        @Argument(help: "The kiosk's id.")
        var kiosk: KioskID
        @Option(help: "Why.")
        var why: String

        func run() throws {
            try options.desk().setKiosk(kiosk, inService: false, why: why)
            print("\(kiosk) is out of service: \(why)")
        }
    }
}
