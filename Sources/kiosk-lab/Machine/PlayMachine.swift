import ArgumentParser
import Foundation
import Simulator

/// `kiosk-lab machine`: plays the whole machine until it is told to end.
struct PlayMachine: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "machine",
        abstract:
            "Play the machine: a dispenser and two card readers on a simulated USB bus.",
        discussion: """
            Makes a folder that libumockdev's preload shows to one kiosk process as its USB bus, \
            and plays the devices behind it. Run the kiosk with
              UMOCKDEV_DIR=FOLDER LD_PRELOAD=libumockdev-preload.so.0 kiosk run …
            The control socket for `kiosk-lab ctl` is FOLDER.ctl. One line on standard output says \
            that everything is ready; an interrupt ends it.

            With --state the machine keeps every card and every chip in FILE, and what really \
            happened to each card in FILE.truth.jsonl. Started again with the same file, it goes \
            on like a machine whose power came back.

            With --replay it plays the devices of a trace instead, as `kiosk trace dump` and \
            `kiosk run --trace` write one: its first device in socket 1-1, the next in 1-2. \
            They answer what they answered then, as long as the kiosk asks the same, and end \
            at the first difference with its frame, what was expected, and what came.

            Example:
              kiosk-lab machine --folder /tmp/usb --page 127.0.0.1:8081 --state /tmp/m.json
              kiosk-lab machine --folder /tmp/usb --replay usb.pcap

            Exit status: 0 after an interrupt, or when a trace was played to its end; 1 when it \
            cannot begin, or the kiosk did something else than in the trace.
            """)

    @Option(help: "The folder of the simulated bus, at most 70 bytes long. It is made anew.")
    var folder: String

    @Option(help: "The file that keeps the machine over restarts. Without it nothing is kept.")
    var state: String?

    @Option(
        help: "Play the devices of this trace, and no machine.",
        completion: .file(extensions: ["pcap"]))
    var replay: String?

    @Option(help: "Where to serve the page that shows the machine's inside, as 127.0.0.1:PORT.")
    var page: PageAddress?

    @Option(help: "How many times as fast as in truth the motors run, 1 to 1000.")
    var motorScale = 1

    @Option(help: "Blanks in the hopper of a new machine, 0 to 300.")
    var blanks = 60

    @Option(
        help: """
            Seconds after which the unit itself retracts an untaken card; 0 is never, and so is \
            any number on a unit without such a timer (K720, K730, K750).
            """)
    var ownRetract = 60

    @Option(help: "After how many seconds the student takes a card; none means told by ctl.")
    var takesAfter: Int?

    @Option(help: "Which dispenser the machine has: \(DispenserChoice.allNames).")
    var dispenser = DispenserChoice.simulated

    func validate() throws {
        if replay != nil, state != nil || page != nil {
            throw ValidationError("--replay plays devices without a machine: no --state, no --page")
        }
        guard (1...1000).contains(motorScale) else {
            throw ValidationError("--motor-scale is 1 to 1000, not \(motorScale)")
        }
        let capacity = MachineProfile().hopperCapacity
        guard (0...capacity).contains(blanks) else {
            throw ValidationError("--blanks is 0 to \(capacity), not \(blanks)")
        }
        guard (0...3600).contains(ownRetract) else {
            throw ValidationError("--own-retract is 0 to 3600 s, not \(ownRetract)")
        }
        if let takesAfter, !(0...MachineCommand.longestReach).contains(takesAfter) {
            throw ValidationError(
                "--takes-after is 0 to \(MachineCommand.longestReach) s, not \(takesAfter)")
        }
    }

    func run() async throws {
        do {
            if let replay {
                let session = try ReplaySession(trace: replay, folder: folder)
                guard try await session.run() else { throw ExitCode.failure }
                return
            }
            try await MachineSession(options: self).run()
        } catch let refusal as MachineRefusal {
            FileHandle.standardError.write(Data("kiosk-lab machine: \(refusal)\n".utf8))
            throw ExitCode.failure
        }
    }

    /// The machine that these options make when no state was kept.
    func newMachine() throws -> RunningMachine.Contents {
        var mint = CardMint(seed: UInt16.random(in: .min ... .max))
        var machine = Machine(profile: profile, person: Person(behaviour))
        try machine.load(mint.cards(blanks, of: .blank))
        return RunningMachine.Contents(machine: machine, mint: mint)
    }

    var behaviour: PersonBehaviour {
        takesAfter.map { .takes(after: .seconds($0)) } ?? .manual
    }

    var profile: MachineProfile {
        var profile = MachineProfile()
        profile.motors = MotorTimes().sped(by: motorScale)
        profile.ownRetractAfter =
            ownRetract == 0 || !dispenser.mayRetract ? nil : .seconds(ownRetract)
        return profile
    }
}

/// An address to serve the page on.
struct PageAddress: ExpressibleByArgument {
    let host: String
    let port: Int

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"),
            let port = Int(argument[argument.index(after: colon)...]), (0...65535).contains(port)
        else { return nil }
        host = String(argument[..<colon])
        self.port = port
    }
}
