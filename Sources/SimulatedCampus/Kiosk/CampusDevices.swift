import Drivers
import KioskPorts
import Simulator

/// The devices of a simulated kiosk, wired as the settings say.
struct CampusDevices {
    let dispenser: any CardDispenser
    let readPosition: any CardChannel
    let counter: any CardChannel

    static func make(
        _ wiring: Wiring, site: KioskSite, bus: ProcessBus, random: SeededRandom
    ) -> CampusDevices {
        switch wiring {
        case .abstract: abstract(site.machine, site.time, random)
        case .usb: usb(bus, site.profile, site.time, site.troubles)
        }
    }

    private static func abstract(
        _ machine: RunningMachine, _ clock: VirtualClock, _ random: SeededRandom
    ) -> CampusDevices {
        let isOnBus: @Sendable (Plug) -> Bool = { plug in
            machine.act(at: clock.monotonic()) { $0.machine.isOnBus(plug) }
        }
        let channel: (Plug) -> AbstractChannel = { plug in
            AbstractChannel(
                card: CardInField(
                    machine: machine, reader: plug, random: { SeededSource(random) }),
                clock: clock, isOnBus: { isOnBus(plug) })
        }
        return CampusDevices(
            dispenser: AbstractDispenser(
                mechanism: machine, clock: clock, ownRetractSeconds: 60,
                isOnBus: { isOnBus(.dispenser) }),
            readPosition: channel(.reader), counter: channel(.counter))
    }

    /// The bridge in front of the simulated dispensers.
    private static let bridges = SerialBridges([
        BridgeProfile(
            product: USBProductID(vendor: 0x1A86, product: 0x7523), name: "CH340", chip: .ch340,
            proven: .simulated, source: "Simulator")
    ])

    private static func usb(
        _ bus: ProcessBus, _ profile: CRT591Profile, _ clock: VirtualClock,
        _ troubles: TroubleCounter
    ) -> CampusDevices {
        let reader: (String) -> CCIDReader = { serial in
            CCIDReader(
                DeviceSelector(
                    interfaceClass: CCIDReader.interfaceClass, serialNumber: serial),
                on: bus, clock: clock, troubles: troubles, log: { _ in })
        }
        return CampusDevices(
            dispenser: CRT591Dispenser(profiles: [profile], clock: clock, troubles: troubles) {
                () throws(ByteLinkFault) in
                try await bridges.open(on: bus, clock: clock)
            },
            readPosition: reader(MachineDevices.readerSerial),
            counter: reader(MachineDevices.counterSerial))
    }
}
