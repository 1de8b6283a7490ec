import ArgumentParser
import CampusCard
import CardEncoding
import CardPrimitives
import Foundation
import KioskConfiguration

/// The card that is presented: its profile, its keys, and the socket behind which it lies.
struct TerminalCard: ParsableArguments {
    @Option(help: "The profile's file.", completion: .file(extensions: ["json"]))
    var profile: String

    @Option(
        help: "The job's file, with the keys of one card.", completion: .file(extensions: ["json"]))
    var job: String

    @Option(name: .customLong("tcp"), help: "HOST:PORT of the chip.")
    var address: ChipAddress

    @Option(name: .customLong("day"), help: "The campus day, as 2026-11-26; today by default.")
    var written: WrittenDay?

    var day: RecordDate { written?.day ?? .today }

    /// - Throws: an exit, once all that is wrong with the files was told on standard error.
    func desk() throws -> TerminalDesk {
        do {
            let profile = try CardProfile.read(bytes(of: profile), file: profile)
            let job = try CardKeyGrant.job(bytes(of: job), file: job, for: .read)
            guard let keys = CardKeySet(job.keys, numbers: profile.keys) else {
                throw ValidationError("the job lacks a key that the profile uses")
            }
            return TerminalDesk(
                uid: job.uid, profile: profile, keys: keys, host: address.host, port: address.port)
        } catch let found as ConfigurationFaults {
            for fault in found.faults { TerminalDesk.tell("\(fault)") }
            throw ExitCode.failure
        }
    }

    private func bytes(of path: String) throws -> [UInt8] {
        do {
            return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw ValidationError("\(path) cannot be read: \(error.localizedDescription)")
        }
    }
}

/// Where a chip listens.
struct ChipAddress: ExpressibleByArgument {
    let host: String
    let port: UInt16

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"), colon > argument.startIndex,
            let port = UInt16(argument[argument.index(after: colon)...]), port > 0
        else { return nil }
        host = String(argument[..<colon])
        self.port = port
    }
}

/// A day in an argument.
struct WrittenDay: ExpressibleByArgument {
    let day: RecordDate

    init?(argument: String) {
        let parts = argument.split(separator: "-").map { Int($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
            let date = RecordDate(year: year, month: month, day: day)
        else { return nil }
        self.day = date
    }
}

extension RecordDate {
    /// This machine's day in UTC; a card takes the years 2000 to 2099.
    fileprivate static var today: RecordDate {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month, .day], from: Date())
        guard let year = parts.year, let month = parts.month, let day = parts.day,
            let date = RecordDate(year: year, month: month, day: day)
        else { preconditionFailure("this machine's clock is outside the years 2000 to 2099") }
        return date
    }
}
