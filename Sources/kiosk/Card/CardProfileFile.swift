import ArgumentParser
import CardEncoding
import KioskConfiguration

/// A profile that a command was given by its path.
enum CardProfileFile {
    /// All that is wrong with it is told on standard error.
    static func read(_ path: String) throws -> CardFamilyProfile {
        do {
            return try CardFamilyProfile.read(FileBytes.read(path), file: path)
        } catch {
            InstallationFaults(error).complaints.forEach(StandardError.write)
            throw ExitCode.failure
        }
    }
}
