import CampusCard
import KioskCore
import KioskPorts
import Simulator

/// The machine of one kiosk.
enum SiteMachine {
    static func make(
        _ settings: CampusSettings, number: Int, truth: TruthRecord
    ) throws -> RunningMachine {
        var profile = MachineProfile()
        profile.motors = profile.motors.sped(by: settings.motorScale)
        var machine = Machine(
            profile: profile, person: Person(settings.person), faults: FaultPlan(settings.faults))
        var mint = CardMint(seed: UInt16(truncatingIfNeeded: settings.seed) &+ UInt16(number))
        try machine.load(mint.cards(settings.blanks, of: .blank))
        return RunningMachine(
            RunningMachine.Contents(machine: machine, mint: mint),
            auditor: { truth.append($0) })
    }
}
