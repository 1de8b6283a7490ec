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
    /// Where the newest traffic is dumped.
    let traces: TraceShelf
    private let bus: LibUSBBus

    /// - Parameters:
    ///   - troubles: where it is counted what the drivers deal with.
    ///   - trace: where all of the traffic is written; nil: it is only kept in memory.
    init(
        _ installation: Installation, clock: any KioskClock, troubles: TroubleCounter,
        trace: String?
    ) throws {
        let settings = installation.configuration.trace
        let now: @Sendable () -> Int64 = { clock.wallMilliseconds() }
        let file = try trace.map { path in
            try PcapTrace(path: path, byteLimit: settings.byteLimit, wallMilliseconds: now)
        }
        let ring = TraceRing(byteLimit: settings.ringByteLimit, wallMilliseconds: now)
        let traces = TraceShelf(
            of: ring, folder: settings.folder ?? installation.files.traces,
            fileLimit: settings.dumpLimit, wallMilliseconds: now)
        self.traces = traces
        let sinks: [any USBTraceSink] = [ring] + (file.map { [$0] } ?? [])
        let bus = try LibUSBBus(trace: USBTraceFork(sinks))
        self.bus = bus
        let bridges = installation.bridges
        let socket = installation.configuration.dispenser.socket
        let unit = installation.dispenserProfiles.dispenser(clock: clock, troubles: troubles) {
            () throws(ByteLinkFault) in
            try await bridges.open(at: socket, on: bus, clock: clock)
        }
        dispenser = TracedDispenser(
            unit, dumps: FaultDumps(on: traces, clock: clock, log: Log.write))
        let readers = installation.configuration.readers
        let profiles = installation.readers
        let reader: (ReaderPlace) -> any CardChannel = { place in
            let reader = CCIDReader(
                Self.selector(of: place), profiles: profiles, on: bus, clock: clock,
                troubles: troubles, log: Log.write)
            return TracedCardChannel(
                reader, dumps: FaultDumps(on: traces, clock: clock, log: Log.write))
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
        traces.finish()
    }
}
