import CampusCard
import CampusFaults
import Foundation
import KioskPorts
import SimulatedCampus
import Testing

/// Goal: every fault reaches the code that is there to handle it, and that code says so; nothing is said where nothing went
/// wrong. Method: worlds in which one kind of fault strikes often and no other does, judged by what the production code
/// itself counts.
@Suite(.serialized) struct HandlingTests {
    /// A student whose hand comes as the card's time ends is no fault, and to the code it looks like one.
    private static let latecomers: Set<Trouble> = [.cardGone, .removalUnclear]

    @Test("Where nothing goes wrong, nothing is said to have been handled", arguments: 1...3)
    func nothingToHandle(seed: Int) throws {
        let world = try Self.world(seed: UInt64(seed), "none", cases: 12)
        for (trouble, count) in world.kioskTroubles.counted
        where !Self.latecomers.contains(trouble) {
            Issue.record("seed \(seed): \(trouble.rawValue) was counted \(count) times")
        }
        let said = world.storeTroubles.counted
        #expect(said.isEmpty, "seed \(seed)")
    }

    @Test("A fault that strikes is said by the code that handles it", arguments: groups)
    func handled(kinds: [FaultKind]) throws {
        var counts = FaultCounts()
        var seed: UInt64 = 0
        while seed < Self.worlds, !kinds.allSatisfy({ $0.isInjectedEnough(counts) }) {
            seed += 1
            counts += try Self.world(seed: seed, Self.rates(kinds), cases: 16).markedCounts()
        }
        var judged = 0
        for kind in kinds {
            let (injected, marks) = (counts.injections(of: kind), counts.marks(of: kind))
            print("\(kind.name): \(seed) worlds, injected \(injected), handled \(marks)")
            if Extent.isLong { #expect(kind.isInjectedEnough(counts), "\(kind.name)") }
            guard kind.isInjectedEnough(counts) else { continue }
            judged += 1
            // The printer says that it printed, and nobody but the student sees the second slip.
            #expect((marks > 0) == (kind != .printedTwice), "\(kind.name)")
        }
        #expect(judged > kinds.count / 3)
    }

    @Test("What the code says of a fault tells it from every other one in its world")
    func groupsAreDisjoint() {
        #expect(Self.groups.joined().count == Self.played.count)
        for group in Self.groups {
            let kiosk = group.flatMap(\.troubles.kiosk)
            let store = group.flatMap(\.troubles.store)
            #expect(Set(kiosk).count == kiosk.count && Set(store).count == store.count)
        }
    }

    /// Every fault of whole worlds.
    private static let played = FaultKind.allCases.filter { $0.stages.contains(.wholeStack) }

    /// Each fault alone in the long form; in the short one with others of which the code says something else.
    private static let groups: [[FaultKind]] = {
        if Extent.isLong { return played.map { [$0] } }
        var groups: [[FaultKind]] = Array(repeating: [], count: groupCount)
        for kind in played {
            let fitting = groups.indices.filter { index in
                groups[index].allSatisfy {
                    $0.troubles.kiosk.isDisjoint(with: kind.troubles.kiosk)
                        && $0.troubles.store.isDisjoint(with: kind.troubles.store)
                }
            }
            // Spread out: a world in which everything is broken serves nobody.
            if let least = fitting.min(by: { groups[$0].count < groups[$1].count }) {
                groups[least].append(kind)
            } else {
                groups.append([kind])
            }
        }
        return groups
    }()

    /// Worlds of the short form; more where so many are not enough to tell faults apart.
    private static let groupCount = 9
    private static let worlds: UInt64 = Extent.isLong ? 12 : 1

    /// Often, but so that cases still come through. A fault alone has beside it what brings about its occasion: blanks
    /// that are retained, cards that wait for a hand, cases to be decided.
    private static func rates(_ kinds: [FaultKind]) -> String {
        guard kinds.count == 1, let kind = kinds.first else {
            return kinds.map { "\($0.name)=\($0.testRate * 0.7)" }.joined(separator: ",")
        }
        let occasion =
            switch kind {
            case .jamRetaining, .binFullAtCapture, .binCounterStuck, .binCounterWraps:
                "usedBlank=0.4,"
            // A card of a stranger on top of it would hide what became of the student's.
            case .unitRetraction: "studentWalksAway=0.6,"
            case .cardPushedBackIn: "twoCardsAtExit=0.5,"
            case .heldCaseReleased: "powerCut=0.2,"
            case _: ""
            }
        return "\(occasion)\(kind.name)=\(kind.testRate)"
    }

    private static func world(seed: UInt64, _ rates: String, cases: Int) throws -> World {
        var settings = CampusWorldSettings(seed: seed)
        settings.cases = cases
        settings.faults = .drawn(try FaultRates(parsing: rates))
        return try WorldRun(settings).world
    }
}

extension FaultKind {
    /// The share of occasions at which it strikes in these worlds.
    fileprivate var testRate: Double {
        switch self {
        case .diskFull, .syncError, .databaseLocked, .storeDownForDays, .storeRestored: 0.05
        case .sensorStuckOn, .sensorStuckOff: 0.1
        case .sensorBounce, .cardTakenAtCapture: 1
        case .secondKiosk, .cardPushedBackIn, .heldCaseReleased: 0.9
        case _: 0.5
        }
    }

    /// So often that its handling must have been seen. Some strike when nobody looks: a sensor that bounces where no card
    /// is, a power cut in an idle minute, a technician who comes between two cases, a report between two.
    fileprivate func isInjectedEnough(_ counts: FaultCounts) -> Bool {
        let enough =
            switch self {
            case .sensorBounce: 60
            case .twoCardsAtExit, .lossReportedElsewhere, .technicianEnters: 10
            case .powerCut, .messagesReordered, .storeAnswersTwice, .secondKiosk: 6
            case .cardTakenAtCapture: 1
            case _: 3
            }
        return counts.injections(of: self) >= enough
    }
}
