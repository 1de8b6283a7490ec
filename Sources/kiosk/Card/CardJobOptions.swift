import ArgumentParser
import CardEncoding
import CardPrimitives
import Drivers
import Foundation
import KioskConfiguration

/// What every command on a single card is given.
struct CardJobOptions: ParsableArguments {
    @Option(help: "The profile's file.", completion: .file(extensions: ["json"]))
    var profile: String

    @Option(
        help: "The job's file, with the keys of one card. A transit or phone card needs none.",
        completion: .file(extensions: ["json"]))
    var job: String?

    @Option(help: "The way to the card: tcp:HOST:PORT, vpcd, vpcd:PORT or reader:SERIAL.")
    var channel: CardChannelChoice

    @Option(
        help: """
            The table of card readers by their make, as hardware/ccid/readers.json: some keep a \
            card's key in a place of their own, from which it is to be overwritten. Without it a \
            reader is used by what the standard says.
            """, completion: .file(extensions: ["json"]))
    var readers: String?

    func readProfile() throws -> CardFamilyProfile { try CardProfileFile.read(profile) }

    /// The job, checked. All that is wrong is told on standard error.
    func readJob<Keys: CardDeskKeys>(for purpose: CardDeskPurpose) throws -> CardDeskJob<Keys> {
        guard let job else {
            throw ValidationError("--job is wanted: the keys of this card stand in its file.")
        }
        do {
            try Self.refuseShared(job)
            return try Keys.job(FileBytes.read(job), file: job, for: purpose)
        } catch {
            InstallationFaults(error).complaints.forEach(StandardError.write)
            throw ExitCode.failure
        }
    }

    /// What cannot be done with a card of this family.
    static func refuse(_ why: String) -> ExitCode {
        StandardError.write("kiosk card: \(why)")
        return .failure
    }

    /// Carries out a job on the card and closes the channel. What goes wrong is told on standard
    /// error.
    func perform<Procedure: CardProcedure>(
        _ job: CardJob<Procedure>
    ) async throws -> Procedure.Facts {
        do {
            let known = try readers.map { try ReaderProfiles(json: FileBytes.read($0)) }
            let desk = try CardDesk(channel, readers: known ?? .none)
            let result = await desk.result(of: job)
            await desk.close()
            return try result.get()
        } catch {
            StandardError.write("kiosk card: \(error)")
            throw ExitCode.failure
        }
    }

    /// The mode that a file with keys may have at most.
    private static let mode = 0o600

    /// A file with keys that others may read.
    private struct Shared: Error, CustomStringConvertible {
        let path: String
        let mode: Int

        var description: String {
            "\(path) holds keys and has mode \(String(mode, radix: 8)); at most 600 is allowed"
        }
    }

    private static func refuseShared(_ path: String) throws(Shared) {
        // A file that is not there is refused when it is read, with the system's reason.
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let found = attributes?[.posixPermissions] as? Int, found & ~mode != 0 else { return }
        throw Shared(path: path, mode: found)
    }
}
