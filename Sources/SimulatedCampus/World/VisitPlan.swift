import CampusCard
import KioskCore
import Simulator

/// What one student has come to do, and how it goes.
struct VisitPlan {
    let holder: Int
    let job: Job
    let leaving: Leaving?
    let person: PersonBehaviour
    /// Types a wrong password first.
    let mistypes: Bool
    /// Taps the last page away instead of letting it time out.
    let finishes: Bool
    var draws: Draws

    /// How a student stops before the end, and at which phase.
    struct Leaving: Hashable {
        let how: How
        let phase: String

        enum How: Hashable, CaseIterable {
            case walksAway, cancels, findsOldCard
        }
    }

    static let pages = ["entering", "reviewing", "consenting"]
    static let working = ["opening", "feeding", "readingBlank", "binding", "encoding"]

    /// - Parameters:
    ///   - walksAway: the fault of a student who leaves without a word.
    ///   - findsCard: the fault of an old card that turns up.
    init(holder: Int, walksAway: Bool, findsCard: Bool, draws: Draws) {
        var draws = draws
        self.holder = holder
        job = draws.chance(5) ? .reportLoss : .replaceLostCard
        leaving = Self.leaving(walksAway, findsCard, &draws)
        person = Self.person(&draws)
        mistypes = draws.chance(3)
        finishes = draws.chance(90)
        self.draws = draws
    }

    private static func leaving(
        _ walksAway: Bool, _ findsCard: Bool, _ draws: inout Draws
    ) -> Leaving? {
        let cancels = draws.chance(6)
        let (page, work, early) = (draws.pick(pages), draws.pick(working), draws.chance(40))
        if walksAway { return Leaving(how: .walksAway, phase: page) }
        if findsCard { return Leaving(how: .findsOldCard, phase: work) }
        return cancels ? Leaving(how: .cancels, phase: early ? page : work) : nil
    }

    /// Most take the card; some wait until the machine takes it back, at the very last moment or a moment too late.
    private static func person(_ draws: inout Draws) -> PersonBehaviour {
        switch draws.int(1...100) {
        case 1...5: .absent
        case 6...9: .takes(after: .milliseconds(draws.int(29_000...32_000)))
        case _: .takes(after: draws.seconds(1...6))
        }
    }
}
