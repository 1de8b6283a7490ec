package import CampusCard
package import KioskCore

/// What the journal says of a case that a stop of the machine interrupted.
package struct UnfinishedCase: Hashable, Sendable {
    package let caseID: CaseID
    package let job: Job
    /// How far it had got (the journal's part of the recovery table).
    package let progress: CaseProgress
    /// The card that the case has in the machine, if any.
    package let card: CardRef?
    package let uid: CardUID?
    /// Cards whose identity may have been written in this case.
    package let spoiled: [CardUID]
    /// The bin's counter before the last presentation or retention.
    package let binCountBefore: Int?

    package init(
        caseID: CaseID, job: Job, progress: CaseProgress, card: CardRef?, uid: CardUID?,
        spoiled: [CardUID], binCountBefore: Int?
    ) {
        self.caseID = caseID
        self.job = job
        self.progress = progress
        self.card = card
        self.uid = uid
        self.spoiled = spoiled
        self.binCountBefore = binCountBefore
    }
}
