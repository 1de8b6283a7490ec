/// The machine as its dispenser's firmware knows it.
extension RunningMachine: DispenserMechanism {
    package func begin(_ motion: Motion, now: Duration) -> Bool {
        act(at: now) { $0.machine.begin(motion) }
    }

    package func stop(now: Duration) {
        act(at: now) { $0.machine.stop() }
    }

    package func reading(now: Duration) -> MechanismReading {
        act(at: now) { contents in
            let machine = contents.machine
            return MechanismReading(
                isPowered: machine.isPowered, powerCycles: machine.powerCycles,
                movingMotion: machine.moving?.motion, lastEnd: machine.lastEnd,
                lit: LitSensors(where: machine.isLit), binCounter: machine.binCounter,
                initialiseTime: machine.profile.motors.initialise)
        }
    }

    package func setCounting(_ isOn: Bool, now: Duration) {
        act(at: now) { $0.machine.setCounting(isOn) }
    }

    package func setBinCounter(_ count: Int, now: Duration) {
        act(at: now) { $0.machine.setBinCounter(count) }
    }
}
