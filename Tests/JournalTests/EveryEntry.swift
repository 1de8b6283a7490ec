import CampusCard
import KioskCore
import KioskPorts

/// One entry at least of every kind and every shape, in an order that the schema accepts.
enum EveryEntry {
    static let list: [JournalEntry] = start + firstCase + secondCase + odds

    private static let start: [JournalEntry] = [
        .started(software: "1.0.0 (20261122)"),
        .unitCounted(.hopper, found: 100, by: "technician-7"),
        .unitCounted(.bin, found: 0, by: "technician-7"),
        .fact(.stock(.counted(unit: .hopper, found: 100))),
        .reasonRaised(.storeUnreachable),
        .reasonCleared(.storeUnreachable),
    ]

    private static let firstCase: [JournalEntry] =
        [
            .caseBegun(Fixed.caseID, .replaceLostCard),
            .sent(.login), .answered(.login, .refused(.wrongCredentials)),
            .sent(.open), .answered(.open),
        ] + JournalEntry.fed(1) + [
            .fact(.stock(.fed(card: Fixed.card(1)))),
            .cardIdentified(Fixed.card(1), Fixed.uid),
            .sent(.bind), .answered(.bind),
            .cardBound(Fixed.card(1), Fixed.uid, Fixed.caseID, IssueNumber(7)),
            .checkpoint(Fixed.card(1), Fixed.caseID, step: "change the keys"),
            .identityMayBeWritten(Fixed.card(1), Fixed.caseID),
            .sent(.commit), .answered(.commit, .unanswered),
            .sent(.get), .answered(.get),
            .intends(2, .present, card: 1, bin: 4), .ends(2, .done, path: .atExit, bin: 4),
            .custodyChanged(Fixed.card(1), .exit),
            .custodyChanged(Fixed.card(1), .delivered),
            .fact(
                .delivered(caseID: Fixed.caseID, uid: Fixed.uid, evidence: .takenSeenLive)),
            .caseEnded(Fixed.caseID, ending: "delivered"),
            .slipPrinted(Fixed.caseID, .receipt, printed: true),
        ]

    private static let secondCase: [JournalEntry] = [
        .caseBegun(Fixed.otherCase, .reportLoss),
        .fact(
            .abandoned(
                caseID: Fixed.otherCase, reason: .powerCut, spoiled: [Fixed.otherUID])),
        .fact(.voided(caseID: Fixed.otherCase, uid: nil)),
        .fact(.voided(caseID: Fixed.otherCase, uid: Fixed.otherUID)),
        .fact(.suspected(caseID: Fixed.otherCase, uid: Fixed.otherUID)),
        .recovered(Fixed.otherCase, row: "nothing begun"),
        .caseEnded(Fixed.otherCase, ending: "abandoned.powerCut"),
        .slipPrinted(Fixed.otherCase, .problem, printed: false),
    ]

    private static let odds: [JournalEntry] = [
        .recovered(nil, row: "no case"),
        .intends(3, .retain, in: nil), .ends(3, .unknown, path: .unknown),
        .custodyChanged(Fixed.card(3), .unaccounted(possible: [.path, .bin])),
        .custodyChanged(Fixed.card(3), .writtenOff),
        .custodyChanged(Fixed.card(3), .retained),
        .custodyChanged(Fixed.card(3), .path),
        .cardRecycled(Fixed.otherUID, by: "technician-7"),
        .fact(.stock(.retained(card: Fixed.card(3), uid: nil))),
        .fact(.stock(.unaccounted(card: Fixed.card(3), uid: Fixed.otherUID))),
        .fact(.stock(.difference(unit: .bin, booked: 3, witnessed: 2))),
        .intends(4, .feed, in: nil), .ends(4, .notMoved),
        .fact(
            .noted(caseID: Fixed.otherCase, note: StoreNote(validated: "00112233445566778899AA"))),
    ]
}
