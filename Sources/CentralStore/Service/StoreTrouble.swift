package import CampusCard
import Synchronization

/// A trouble that the central store can deal with, by what it sees of it.
package enum StoreTrouble: String, Hashable, Sendable, Codable, CaseIterable {
    /// A call came again under its key; the answer that was kept went out again.
    case callRepeated = "call.repeated"
    /// A key came again with another body; it was refused.
    case callContradicted = "call.contradicted"
    /// A call for a case that was over, or that another one had taken over.
    case callTooLate = "call.tooLate"
    /// An event that was taken before came again.
    case eventRepeated = "event.repeated"
    /// An event came before the one that is next.
    case eventTooEarly = "event.tooEarly"
    /// An event that could not be applied was kept aside.
    case eventQuarantined = "event.quarantined"
    /// A case gave way to a later one of the same student, at this kiosk or at another.
    case caseGaveWay = "case.gaveWay"
    /// A case was undone as its lease ended.
    case leaseEnded = "case.leaseEnded"
    /// A card was reported lost that was reported before.
    case lossRepeated = "loss.repeated"
    /// A card was reported lost while a case of its holder was under way.
    case lossInCase = "loss.inCase"
    /// A lost card was given back to its holder.
    case lostCardReleased = "loss.released"
    /// A card was to be given back that could not be: it is not lost, or a replacement of it is under way.
    case releaseRefused = "loss.releaseRefused"
    /// A person decided what became of a suspect case.
    case suspectDecided = "suspect.decided"
    /// The store began a new life from a backup.
    case restored = "life.begun"
}

/// Counts the troubles that a store has dealt with, each in the line that deals with it.
package final class StoreTroubleCounter: Sendable {
    private let tally = Mutex(Tally<StoreTrouble>())

    package init() {}

    func count(_ trouble: StoreTrouble) { tally.withLock { $0.add(trouble) } }

    /// Since the counter was made.
    package var soFar: Tally<StoreTrouble> { tally.withLock { $0 } }
}
