import CampusCard
import KioskCore
import KioskPorts

/// Cases as the runtime writes them, each row with the progress that holds when the machine stops
/// right after it.
enum CaseStories {
    typealias Step = (entry: JournalEntry, progress: CaseProgress)

    static let replacement: [Step] =
        login + open + firstBlank + commit + present + [
            (.custodyChanged(Fixed.card(1), .delivered), .presenting),
            (
                .fact(.delivered(caseID: Fixed.caseID, uid: Fixed.uid, evidence: .takenSeenLive)),
                .settled
            ),
        ]

    /// The first blank is spoiled and discarded, the second one's commit is not answered, asked
    /// for, and the card is retained.
    static let secondBlankRetained: [Step] =
        login + open + firstBlank + [
            (.intends(2, .retain, card: 1, bin: 4), .discarding),
            (.ends(2, .notMoved, path: .atReadPosition, bin: 4), .identityMayBeWritten),
            (.intends(3, .retain, card: 1, bin: 4), .discarding),
            (.ends(3, .done, bin: 5), .discarded),
            (.custodyChanged(Fixed.card(1), .retained), .discarded),
            (.fact(.stock(.retained(card: Fixed.card(1), uid: Fixed.uid))), .discarded),
            (.intends(4, .feed), .feeding),
            (.ends(4, .notMoved), .discarded),
            (.intends(5, .feed), .feeding),
            (.ends(5, .done, path: .atReadPosition), .blankInside),
            (.cardIdentified(Fixed.card(5), Fixed.otherUID), .blankInside),
            (.sent(.bind, 2), .blankInside),
            (.answered(.bind, .done, 2), .blankInside),
            (.cardBound(Fixed.card(5), Fixed.otherUID, Fixed.caseID, IssueNumber(8)), .blankInside),
            (.identityMayBeWritten(Fixed.card(5), Fixed.caseID), .identityMayBeWritten),
            (.sent(.commit), .commitSent),
            (.answered(.commit, .unanswered), .commitSent),
            (.sent(.get), .commitSent),
            (.answered(.get, .unanswered), .commitSent),
            (.intends(6, .retain, card: 5, bin: 5), .retaining),
            (.ends(6, .notMoved, path: .atReadPosition, bin: 5), .commitSent),
            (.intends(7, .retain, card: 5, bin: 5), .retaining),
            (.ends(7, .done, bin: 6), .retained),
            (.custodyChanged(Fixed.card(5), .retained), .retained),
            (.fact(.voided(caseID: Fixed.caseID, uid: Fixed.otherUID)), .settled),
        ]

    /// The store refuses a commit that it had left unanswered; the blank is discarded.
    static let commitRefused: [Step] =
        login + open + firstBlank + [
            (.sent(.commit), .commitSent),
            (.answered(.commit, .unanswered), .commitSent),
            (.sent(.get), .commitSent), (.answered(.get), .commitSent),
            (.sent(.commit), .commitSent),
            (.answered(.commit, .refused(.leaseLost)), .identityMayBeWritten),
            (.intends(2, .retain, card: 1), .discarding),
            (.ends(2, .unknown, path: .unknown), .discarding),
            (
                .fact(.abandoned(caseID: Fixed.caseID, reason: .leaseLost, spoiled: [Fixed.uid])),
                .settled
            ),
        ]

    /// The card is presented, nobody takes it, and nobody knows how its retention ended.
    static let notTaken: [Step] =
        login + open + firstBlank + commit + present + [
            (.intends(3, .retain, card: 1, bin: 4), .retaining),
            (.ends(3, .unknown, path: .unknown, bin: 4), .retaining),
            (.custodyChanged(Fixed.card(1), .unaccounted(possible: [.bin, .outside])), .retaining),
            (.fact(.suspected(caseID: Fixed.caseID, uid: Fixed.uid)), .settled),
            (.fact(.stock(.unaccounted(card: Fixed.card(1), uid: Fixed.uid))), .settled),
        ]

    /// The unit draws the card back by itself.
    static let drawnBack: [Step] =
        login + open + firstBlank + commit + present + [
            (.custodyChanged(Fixed.card(1), .retained), .retained)
        ]

    /// The store refuses to open, or nobody knows whether it did.
    static let openRefused: [Step] =
        login + [
            (.sent(.open), .opened), (.answered(.open, .refused(.insufficientFunds)), .begun),
        ]
    static let openUnanswered: [Step] =
        login + [
            (.sent(.open), .opened), (.answered(.open, .unanswered), .opened),
            (
                .fact(.abandoned(caseID: Fixed.caseID, reason: .storeUnanswered, spoiled: [])),
                .settled
            ),
        ]

    /// A feed that moved nothing, and one that nobody knows the end of.
    static let feedUnknown: [Step] =
        login + open + [
            (.intends(1, .feed), .feeding), (.ends(1, .notMoved), .opened),
            (.intends(2, .feed), .feeding), (.ends(2, .unknown, path: .unknown), .feeding),
        ]

    static let lossReport: [Step] = [
        (.caseBegun(Fixed.caseID, .reportLoss), .begun),
        (.sent(.login), .begun), (.answered(.login), .begun),
        (.sent(.reportLoss), .begun), (.answered(.reportLoss), .begun),
    ]

    private static let login: [Step] = [
        (.caseBegun(Fixed.caseID, .replaceLostCard), .begun),
        (.sent(.login), .begun), (.answered(.login), .begun),
        (.sent(.quote), .begun), (.answered(.quote), .begun),
    ]

    private static let open: [Step] = [
        (.sent(.open), .opened), (.answered(.open), .opened),
    ]

    private static let firstBlank: [Step] = [
        (.intends(1, .feed), .feeding),
        (.ends(1, .done, path: .atReadPosition), .blankInside),
        (.fact(.stock(.fed(card: Fixed.card(1)))), .blankInside),
        (.cardIdentified(Fixed.card(1), Fixed.uid), .blankInside),
        (.sent(.bind), .blankInside), (.answered(.bind), .blankInside),
        (.cardBound(Fixed.card(1), Fixed.uid, Fixed.caseID, IssueNumber(7)), .blankInside),
        (.checkpoint(Fixed.card(1), Fixed.caseID, step: "change the keys"), .blankInside),
        (.identityMayBeWritten(Fixed.card(1), Fixed.caseID), .identityMayBeWritten),
        (.checkpoint(Fixed.card(1), Fixed.caseID, step: "commit"), .identityMayBeWritten),
    ]

    private static let commit: [Step] = [
        (.sent(.commit), .commitSent), (.answered(.commit), .committed),
    ]

    private static let present: [Step] = [
        (.intends(2, .present, card: 1, bin: 4), .presenting),
        (.ends(2, .done, path: .atExit, bin: 4), .presenting),
        (.custodyChanged(Fixed.card(1), .exit), .presenting),
    ]
}
