import CampusCard
package import CampusFaults
import Simulator

/// One world: students in a row at several kiosks, with faults drawn from a seed.
package struct CampusWorldSettings: Sendable {
    /// Decides every interleaving, every byte, every student and every fault.
    package var seed: UInt64
    /// Visits of students.
    package var cases = 500
    package var kiosks = 3
    package var faults: Faults = .drawn(.all)
    /// Whether the world tells what happens, line by line.
    package var isTold = false

    /// Where the faults come from.
    package enum Faults: Hashable, Sendable {
        case drawn(FaultRates)
        /// Only these, as a world with drawn faults has reported them.
        case listed([FaultStrike])
    }

    package init(seed: UInt64) {
        self.seed = seed
    }

    var campus: CampusSettings {
        var settings = CampusSettings()
        settings.seed = seed
        settings.kiosks = kiosks
        settings.cardholders = max(40, kiosks * 20)
        settings.journals = .memory
        settings.blanks = WorldLimits.fullHopper
        settings.balance = Money(fen: 100_000_000)
        settings.replacementLimit = 1_000_000
        settings.person = .absent
        return settings
    }
}
