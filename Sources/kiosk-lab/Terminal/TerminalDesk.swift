import ArgumentParser
import CampusCard
import CardEncoding
import CardPrimitives
import Drivers
import Foundation

/// The terminal's reader, with the card of one job behind a socket.
struct TerminalDesk {
    private let uid: CardUID
    private let profile: CardProfile
    private let keys: CardKeySet
    private let channel: TCPCardChannel

    init(uid: CardUID, profile: CardProfile, keys: CardKeySet, host: String, port: UInt16) {
        self.uid = uid
        self.profile = profile
        self.keys = keys
        channel = TCPCardChannel(host: host, port: port)
    }

    static func tell(_ text: String) {
        FileHandle.standardError.write(Data("kiosk-lab terminal: \(text)\n".utf8))
    }

    /// What the terminal makes of the card. A card that is not one of the campus is a finding; one that
    /// was pulled away, or a reader that does not answer, ends the command.
    func read() async throws -> SeenCard {
        let job = ReadCard(
            uid: uid, readingKey: keys.key(.reading), profile: profile, random: SystemRandom())
        switch await carrier.result(of: job) {
        case .success(let contents): return SeenCard(contents, profile.format)
        case .failure(let fault as EncodingFault) where fault.cause != .lost:
            return SeenCard(notReadableBecause: "\(fault.cause)")
        case .failure(let error): throw Self.failed(error)
        }
    }

    func write(_ new: StatusRecord, over old: StatusRecord) async throws {
        let plan = StatusUpdatePlan(
            uid: uid, profile: profile, readingKey: keys.key(.reading),
            updatingKey: keys.key(.updating), old: old, new: new)
        let job = UpdateCardStatus(plan: plan, random: SystemRandom())
        if case .failure(let error) = await carrier.result(of: job) { throw Self.failed(error) }
    }

    private var carrier: CardJobCarrier {
        CardJobCarrier(channel: channel, log: Self.tell)
    }

    private static func failed(_ error: any Error) -> ExitCode {
        tell("\(error); present the card again")
        return .failure
    }
}
