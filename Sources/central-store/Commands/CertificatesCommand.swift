import ArgumentParser
import CampusCard
import CentralStore
import CentralStoreService
import Foundation

/// `central-store certificates`
struct CertificatesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificates",
        abstract: "Make, renew and show the certificates of the store and its kiosks.",
        discussion: """
            The folder certificates/ holds ca.pem (the campus's authority, ten years), store.pem \
            and one <kiosk>.pem for each kiosk (one year each), and beside every certificate its \
            key, which only the owner may read. A kiosk needs ca.pem and its own two files.

            Example:
              central-store certificates init --data store-data --kiosk K-01
              central-store certificates show --data store-data
            """,
        subcommands: [Initialise.self, Renew.self, Show.self])

    /// `central-store certificates init`
    struct Initialise: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init",
            abstract: "Make what is missing; what is there stays.",
            discussion: """
                The first run makes the campus's authority and the store's certificate; each \
                --kiosk gets one of its own. Run it again for a new kiosk, and copy ca.pem, \
                <kiosk>.pem and <kiosk>.key to that machine, readable by its own user only.

                Example:
                  central-store certificates init --data store-data --kiosk K-01 --kiosk K-02

                Exit status: 0 when it is done, 1 when it could not be; standard error says why.
                """)

        @OptionGroup var options: StoreOptions
        @Option(
            name: .customLong("kiosk"),
            help: "A kiosk's id: letters, digits, '-', '_' or '.'; may be given again.")
        var kiosks: [KioskID] = []

        func run() throws {
            let store = try options.store()
            let made = try options.certificates.create(
                campus: store.campus.text, hosts: store.reachableAs, kiosks: kiosks, now: Date())
            print(made.isEmpty ? "nothing was missing" : "made \(made.joined(separator: ", "))")
        }
    }

    /// `central-store certificates renew`
    struct Renew: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "renew",
            abstract: "Renew every certificate that has lived half of its life.",
            discussion: """
                The old one stays good until its end, so there is no hurry: the store takes its \
                new one at its next start, and a kiosk once its two files are copied there and it \
                is started again. Until then both work. Run it daily; it does nothing before half \
                of a life is over.

                Example:
                  central-store certificates renew --data store-data

                Exit status: 0 when it is done, 1 when it could not be; standard error says why.
                """)

        @OptionGroup var options: StoreOptions
        @Flag(help: "Renew all of them.")
        var all = false

        func run() throws {
            let hosts = try options.store().reachableAs
            let renewed = try options.certificates.renew(hosts: hosts, all: all, now: Date())
            print(
                renewed.isEmpty
                    ? "no certificate has lived half of its life"
                    : "renewed \(renewed.joined(separator: ", ")); each is taken at the next start "
                        + "of its owner, and the old one is good until its end")
        }
    }

    /// `central-store certificates show`
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show how long each certificate is good.",
            discussion: """
                Run it daily: a kiosk whose certificate has ended is out of service, and so are \
                all when the store's has.

                Example:
                  central-store certificates show --data store-data

                Exit status: 0 when all are good, 1 when one of them has expired or has less than \
                \(CertificateLifetime.warningDays) days left.
                """)

        @OptionGroup var options: StoreOptions

        func run() throws {
            let now = Date()
            let entries = try options.certificates.entries()
            for entry in entries {
                let state = entry.lifetime.state(at: now)
                let end = entry.lifetime.notAfter.formatted(.iso8601)
                let days = entry.lifetime.daysLeft(at: now)
                print("\(entry.name): \(state.rawValue), \(days) days, until \(end)")
            }
            let worst = entries.map { $0.lifetime.state(at: now) }
            if worst.contains(.warning) || worst.contains(.expired) { throw ExitCode.failure }
        }
    }
}
