package import CampusCard
import CardEncoding
import CentralStore
package import KioskPorts
package import KioskRuntime
package import Simulator

/// What a simulated campus is made of; the defaults are one student with money, and a machine in order.
package struct CampusSettings: Sendable {
    /// Decides every interleaving and every random byte.
    package var seed: UInt64 = 1
    /// Kiosks, all alike, over the one store.
    package var kiosks = 1
    /// Students with a card and the same money.
    package var cardholders = 1
    package var journals = JournalPlace.file
    package var blanks = 5
    package var balance = Money(fen: 10_000)
    package var fee = Money(fen: 2_000)
    package var firstReplacementFree = false
    package var frozen = false
    package var person = PersonBehaviour.takes(after: .seconds(3))
    package var faults: [PlannedFault] = []
    package var wiring = Wiring.usb
    /// Motors so many times as fast as true ones.
    package var motorScale = 1
    package var durations = TimerDurations.standard
    /// Power fails right after this append of each boot in turn; boots beyond the list keep theirs.
    package var cutAfterAppends: [Int] = []
    /// False: the rows of the last append are lost, though all that came before it was done.
    package var cutKeepsAppend = true
    /// Replacements that the store allows a student in a term.
    package var replacementLimit = 2
    /// Is told of all USB traffic; nil for none.
    package var trace: (any USBTraceSink)?
    package let meter = TimeMeter()
    package var log: @Sendable (String) -> Void = { _ in }

    package init() {}
}

/// Where the kiosks' journals lie.
package enum JournalPlace: Hashable, Sendable, CaseIterable {
    /// In files, each append synced, as in production.
    case file
    case memory
}

/// How the kiosk reaches its devices.
package enum Wiring: Hashable, Sendable, CaseIterable {
    /// Straight to the mechanism and the chip, without a protocol between.
    case abstract
    /// Through the production drivers and a simulated USB.
    case usb
}
