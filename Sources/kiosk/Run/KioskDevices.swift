import Drivers
import KioskConfiguration
import KioskPorts
import USBLink

/// The devices on the USB, found by configuration wherever they are plugged in.
struct KioskDevices {
    let dispenser: any CardDispenser
    let readPosition: any CardChannel
    /// Nil when none is configured.
    let counter: (any CardChannel)?
    private let bus: LibUSBBus

    /// - Parameters:
    ///   - troubles: where it is counted what the drivers deal with.
    ///   - trace: where the traffic is written; nil: it is not written.
    init(
        _ installation: Installation, clock: any KioskClock, troubles: TroubleCounter,
        trace: String?
    ) throws {
        let sink = try trace.map { path in
            try PcapTrace(
                path: path, byteLimit: installation.configuration.trace.byteLimit,
                wallMilliseconds: { clock.wallMilliseconds() })
        }
        let bus = try LibUSBBus(trace: sink)
        self.bus = bus
        let bridges = installation.bridges
        let socket = installation.configuration.dispenser.socket
        dispenser = CRT591Dispenser(
            profiles: installation.dispenserProfiles, clock: clock, troubles: troubles
        ) { () throws(ByteLinkFault) in
            try await bridges.open(at: socket, on: bus, clock: clock)
        }
        let readers = installation.configuration.readers
        let reader: (ReaderPlace) -> CCIDReader = { place in
            CCIDReader(
                Self.selector(of: place), on: bus, clock: clock, troubles: troubles,
                log: Log.write)
        }
        readPosition = reader(readers.readPosition)
        counter = readers.counter.map(reader)
    }

    /// Which reader a place means: any card reader there.
    private static func selector(of place: ReaderPlace) -> DeviceSelector {
        switch place {
        case .serialNumber(let serial):
            DeviceSelector(interfaceClass: CCIDReader.interfaceClass, serialNumber: serial)
        case .socket(let socket):
            DeviceSelector(interfaceClass: CCIDReader.interfaceClass, location: socket)
        }
    }

    /// Ends libusb, once nothing uses it any more.
    func close() async {
        await dispenser.disconnect()
        await bus.close()
    }
}
