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

/// How the kiosk reaches its devices.
package enum Wiring: Hashable, Sendable, CaseIterable {
    /// Straight to the mechanism and the chip, without a protocol between.
    case abstract
    /// Through the production drivers and a simulated USB.
    case usb
}

/// The one student of a simulated campus, and its first kiosk.
package enum CampusNames {
    package static let student = StudentNumber(validated: "2021000042")
    package static let password = fixedPassword("482913")
    package static let kiosk = KioskID(validated: "K-01")
    static let account = AccountID(validated: "A-42")
    static let cardNumber = CardNumber(4_242)
    /// The version byte of the campus's keys.
    static let keyGeneration: UInt8 = 0x31
    /// 2026-11-23 00:00:00 in Shanghai, milliseconds since 1970 UTC.
    package static let wallAtStart: Int64 = 1_795_363_200_000
}

extension CampusNames {
    static let oldCard = fixedUID("04010203040506")

    private static func fixedPassword(_ text: String) -> CardPassword {
        guard let password = CardPassword(text) else {
            preconditionFailure("the campus's password is six digits")
        }
        return password
    }

    private static func fixedUID(_ hex: String) -> CardUID {
        guard let uid = CardUID(hex: hex) else { preconditionFailure("the old card's UID is hex") }
        return uid
    }
}
