import ArgumentParser
import KioskPorts

/// Which journal a command is about, and who answers for it.
struct JournalChoice: ParsableArguments {
    @Argument(
        help: "A journal's file, to be read as it lies there.",
        completion: .file(extensions: ["sqlite"]))
    var journal: String?

    @OptionGroup var configuration: ConfigurationOption

    /// What a command ends with when the journal cannot be read.
    private static let unreadable = ExitCode(2)

    /// Asks the journal; one that cannot be read is reported on standard error.
    func ask(_ question: (any JournalSource) async throws -> Void) async throws {
        do {
            try await question(try await source())
        } catch let fault as JournalFault {
            StandardError.write("\(fault)")
            throw Self.unreadable
        }
    }

    /// A file that was named is read. Else the kiosk of the configuration answers if it runs, and its file if not.
    private func source() async throws -> any JournalSource {
        if let journal { return try JournalFile(path: journal) }
        let files = try configuration.read().files
        let client = ControlClient(socket: files.controlSocket)
        return await client.isAnswered()
            ? RunningKioskJournal(client: client) : try JournalFile(path: files.journal)
    }
}
