package import CardPrimitives

/// The USB devices of one machine: a model for each plug, over the machine's physics.
package enum MachineDevices {
    /// Serial numbers by which a configuration can tell the two readers apart.
    package static let readerSerial = "SIM-INSIDE"
    package static let counterSerial = "SIM-COUNTER"

    /// - Parameters:
    ///   - lineFaults: what goes wrong on the dispenser's line.
    ///   - random: gives a source for the challenges of one chip, each time it is powered.
    package static func models(
        of machine: RunningMachine, firmware: CRT591Firmware,
        lineFaults: CRT591Faults = CRT591Faults(),
        random: @escaping @Sendable () -> any RandomSource
    ) -> [Plug: any SimulatedUSBDevice] {
        models(
            of: machine,
            dispenser: CH340Bridge(
                unit: CRT591Unit(firmware: firmware, mechanism: machine, faults: lineFaults)),
            random: random)
    }

    /// - Parameter dispenser: the model at the dispenser's plug, of whatever family.
    package static func models(
        of machine: RunningMachine, dispenser: any SimulatedUSBDevice,
        random: @escaping @Sendable () -> any RandomSource
    ) -> [Plug: any SimulatedUSBDevice] {
        [
            .dispenser: dispenser,
            .reader: reader(of: machine, random: random),
            .counter: CCIDReaderModel(
                serialNumber: counterSerial,
                card: CardInField(machine: machine, reader: .counter, random: random)),
        ]
    }

    /// The reader inside alone.
    package static func reader(
        of machine: RunningMachine, random: @escaping @Sendable () -> any RandomSource
    ) -> any SimulatedUSBDevice {
        CCIDReaderModel(
            serialNumber: readerSerial,
            card: CardInField(machine: machine, reader: .reader, random: random))
    }
}
