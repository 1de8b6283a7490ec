import Drivers
import KioskConfiguration
import KioskCore
import KioskRuntime

/// The configuration in the words of the controller.
extension Installation {
    /// The version of this program in the journal and in the store.
    static let software = "kiosk 1.0"

    func settings() throws -> KioskSettings {
        KioskSettings(
            kiosk: configuration.kiosk, bootID: try ThisMachine.bootID(),
            software: Self.software, durations: durations, binCapacity: configuration.binCapacity,
            zoneOffsetSeconds: configuration.zoneOffsetSeconds,
            builtAtMilliseconds: try ThisMachine.builtAtMilliseconds(),
            receiptLanguages: configuration.printer.languages, cardProfile: cardProfile,
            keyGeneration: configuration.keyGeneration)
    }

    /// More time at the exit only where no unit pulls the card back by itself.
    var pickupRule: PickupRule {
        dispenserProfiles.ownTimers.allSatisfy { $0.seconds == nil } ? .extensible : .fixed
    }

    private var durations: TimerDurations {
        let timers = configuration.timers
        return TimerDurations(
            quiet: timers.quiet, countdown: timers.countdown, pickup: timers.pickup,
            askAgain: timers.askAgain, askDeadline: timers.askDeadline, printing: timers.printing)
    }
}
