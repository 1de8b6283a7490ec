import ArgumentParser
import CentralStore
import Foundation

/// `central-store keys`
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Make and check the master keys (development: a sealed file).",
        discussion: """
            keys/\(KeyFile.sealedName) holds the master keys, sealed under the key in \
            keys/\(KeyFile.wrappingName), which only its owner may read. Whoever has both can copy \
            every card: production takes a PKCS#11 token instead. Existing keys are never \
            overwritten.

            Example:
              central-store keys init --data store-data
              central-store keys check --data store-data
            """,
        subcommands: [Initialise.self, Check.self])

    /// `central-store keys init`
    struct Initialise: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init", abstract: "Make new master keys and show their check values.",
            discussion: """
                Once for each campus, before the first card. Write the check values down: they \
                tell whether a copy of the key file is the right one, and give nothing away. Keys \
                that are there are never overwritten.

                Example:
                  central-store keys init --data store-data

                Exit status: 0 when it is done, 1 when it could not be; standard error says why.
                """)

        @OptionGroup var options: StoreOptions
        @Option(help: "The version byte that cards written with these keys report.")
        var generation: UInt8 = 0x31

        func run() throws {
            try FileManager.default.createDirectory(
                at: options.keys, withIntermediateDirectories: true)
            let ring = try KeyFile.create(
                in: options.keys, generation: generation, randomBytes: StoreOptions.randomBytes)
            KeysCommand.show(ring)
        }
    }

    /// `central-store keys check`
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Open the key file and show the check values.",
            discussion: """
                After a move or a restore of the folder: the check values must be those that init \
                showed, or no card of this campus can be read.

                Example:
                  central-store keys check --data store-data

                Exit status: 0 when the file opens, 1 when it is missing, changed, under another \
                key, or readable by others.
                """)

        @OptionGroup var options: StoreOptions

        func run() throws {
            KeysCommand.show(try KeyFile.open(in: options.keys))
        }
    }

    private static func show(_ ring: KeyRing) {
        print("generation \(String(ring.generation, radix: 16))")
        for value in ring.checkValues { print("\(value.role.rawValue): \(value.hex)") }
    }
}
