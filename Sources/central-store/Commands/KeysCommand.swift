import ArgumentParser
import CampusCard
import CentralStore
import Foundation
import KeyToken

/// `central-store keys`
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Make, rotate and check the master keys.",
        discussion: """
            The mode in store.json says where they lie. In production: in the PKCS#11 token that \
            it names; the token makes them, and they never leave it. In development: in \
            keys/\(KeyFile.sealedName), sealed under the key in keys/\(KeyFile.wrappingName), \
            which only its owner may read; whoever has both files can copy every card. Existing \
            keys are never overwritten.

            Example:
              central-store keys init --data store-data
              central-store keys check --data store-data
            """,
        subcommands: [Initialise.self, Rotate.self, Check.self])

    /// `central-store keys init`
    struct Initialise: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init", abstract: "Make new master keys and show their check values.",
            discussion: """
                Once for each campus, before the first card. Write the check values down: they \
                tell whether a copy is the right one, and give nothing away. Keys that are there \
                are never overwritten. A token must have been initialised with its maker's \
                program, and its user's PIN stand in the file that store.json names.

                Example:
                  central-store keys init --data store-data

                Exit status: 0 when it is done, 1 when it could not be; standard error says why.
                """)

        @OptionGroup var options: StoreOptions
        @Option(help: "The version byte that cards written with these keys report.")
        var generation: UInt8 = 0x31

        func run() throws {
            let store = try options.store()
            try FileManager.default.createDirectory(
                at: options.keys, withIntermediateDirectories: true)
            switch store.mode {
            case .development:
                try KeysCommand.show(
                    KeyFile.create(
                        in: options.keys, generation: generation,
                        randomBytes: StoreOptions.randomBytes))
            case .production:
                try KeysCommand.show(
                    TokenCeremony.create(
                        StoreOptions.token(of: store), pin: options.pin(of: store),
                        campus: store.campus, generation: generation))
            }
        }
    }

    /// `central-store keys rotate`
    struct Rotate: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate",
            abstract: "Add a generation of master keys and show all check values.",
            discussion: """
                New cards are written with the new generation, once the store was started again. \
                The older ones stay, for the cards that were written with them. Write the check \
                values of the new generation down beside those that you have.

                Example:
                  central-store keys rotate --data store-data

                Exit status: 0 when it is done, 1 when it could not be; standard error says why.
                """)

        @OptionGroup var options: StoreOptions

        func run() throws {
            let store = try options.store()
            switch store.mode {
            case .development:
                try KeysCommand.show(
                    KeyFile.rotate(in: options.keys, randomBytes: StoreOptions.randomBytes))
            case .production:
                try KeysCommand.show(
                    TokenCeremony.rotate(
                        StoreOptions.token(of: store), pin: options.pin(of: store),
                        campus: store.campus))
            }
        }
    }

    /// `central-store keys check`
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Open the master keys and show their check values.",
            discussion: """
                After a move, a restore or a change of the token: the check values must be those \
                that init and rotate showed, or no card of this campus can be read.

                Example:
                  central-store keys check --data store-data

                Exit status: 0 when the keys open, 1 when they are missing in whole or in part, \
                changed, under another key or PIN, or readable by others.
                """)

        @OptionGroup var options: StoreOptions

        func run() throws {
            try KeysCommand.show(options.custody(options.store()))
        }
    }

    private static func show(_ custody: some KeyCustody) throws {
        let values = try custody.checkValues()
        for generation in custody.generations {
            let isNewest = generation == custody.generation
            print("generation \([generation].hex)\(isNewest ? ", of new cards" : "")")
            for value in values where value.generation == generation {
                print("  \(value.role.rawValue): \(value.hex)")
            }
        }
    }
}
