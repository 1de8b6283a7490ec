import ArgumentParser
import CampusCard
import CentralStore
import Foundation

/// `central-store replay`
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Show how far the kiosks are after a restore, and give one up.",
        discussion: """
            After "restore" the store issues no card until every kiosk in service has sent again \
            what the backup has not seen. Kiosks do that by themselves; only one that is lost for \
            good needs a person.

            Example:
              central-store replay show --data store-data
            """,
        subcommands: [Show.self, GiveUp.self])

    /// `central-store replay show`
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show the store's life and which kiosks have been heard in it.",
            discussion: """
                Tells for each kiosk whether it was not heard yet, is replaying and how far, has \
                been heard, or was given up, and how many conflicts are open.

                Example:
                  central-store replay show --data store-data

                Exit status: 0 when cards are issued, 1 while none is.
                """)

        @OptionGroup var options: StoreOptions

        func run() throws {
            let replay = try options.desk().replay()
            print("life \(replay.number), since \(instant(replay.begunAt)): \(replay.why)")
            for kiosk in replay.kiosks {
                let service = kiosk.inService ? "" : " (out of service, not waited for)"
                print("\(kiosk.kiosk): \(kiosk.standing.words)\(service)")
            }
            if replay.openConflicts > 0 {
                print("\(replay.openConflicts) conflicts are open: see 'central-store conflicts'")
            }
            guard let replayedAt = replay.replayedAt else {
                print("no card is issued until every kiosk in service has been heard")
                throw ExitCode.failure
            }
            print("cards are issued since \(instant(replayedAt))")
        }
    }

    /// `central-store replay give-up`
    struct GiveUp: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "give-up",
            abstract: "Declare the journal of a kiosk lost for good.",
            discussion: """
                The replay waits for it no longer. Cards that it handed out since the backup stay \
                unknown, and nobody is charged for them. Should the kiosk come back, its events \
                are replayed all the same.

                Example:
                  central-store replay give-up K-03 --who zhao --why "stolen"

                Exit status: 0 when it is done, 1 when it could not be; standard error says why.
                """)

        @OptionGroup var options: StoreOptions
        @OptionGroup var decision: DecisionOptions
        @Argument(help: "The kiosk's id: letters, digits, '-', '_' or '.'.")
        var kiosk: KioskID

        func run() throws {
            let desk = try options.desk()
            try desk.giveUpReplay(of: kiosk, who: decision.who, why: decision.why)
            let over = try desk.replay().replayedAt != nil
            print("\(kiosk) is given up; \(over ? "cards are issued again" : "others are awaited")")
        }
    }
}

extension ReplayView.Standing {
    fileprivate var words: String {
        switch self {
        case .unheard: "not heard yet"
        case .replaying(let next, let target):
            "replaying, event \(next.value) of \(target.value - 1) is next"
        case .otherJournal:
            "another journal than the backup knows; give it up if the old one is lost for good"
        case .replayed: "heard"
        case .givenUp(let who, let why): "given up: \(why) (\(who))"
        }
    }
}
