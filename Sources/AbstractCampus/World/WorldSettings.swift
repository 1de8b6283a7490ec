package import CampusFaults

/// One world of tier A: the same settings give the same run to the last step.
package struct WorldSettings: Sendable {
    /// Cases that begin in one world.
    package static let casesPerWorld = 200
    package static let kioskRange = 1...9

    package let seed: UInt64
    package let cases: Int
    package let kiosks: Int
    package let faults: Faults
    /// No case begins after this one; the people are those of all cases, so what comes before stays as it is.
    let lastCase: Int

    /// Where the faults come from.
    package enum Faults: Sendable {
        case drawn(FaultRates)
        /// Only these, for a schedule that is shrunk or replayed.
        case listed([FaultStrike])
    }

    package init(
        seed: UInt64, cases: Int = casesPerWorld, kiosks: Int, faults: Faults,
        lastCase: Int? = nil
    ) {
        precondition(Self.kioskRange.contains(kiosks), "a world has one to nine kiosks")
        self.seed = seed
        self.cases = cases
        self.kiosks = kiosks
        self.faults = faults
        self.lastCase = min(cases, lastCase ?? cases)
    }

    /// The same world with only these faults, and none but its first cases.
    func only(_ strikes: [FaultStrike], lastCase: Int) -> WorldSettings {
        WorldSettings(
            seed: seed, cases: cases, kiosks: kiosks, faults: .listed(strikes), lastCase: lastCase)
    }

    var injector: FaultInjector {
        switch faults {
        case .drawn(let rates): FaultInjector(rates: rates, seed: seed)
        case .listed(let strikes): FaultInjector(only: strikes)
        }
    }
}
