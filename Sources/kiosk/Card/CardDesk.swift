import CardEncoding
import Drivers
import KioskPorts
import USBLink

/// One card and the way to it, without a kiosk around them.
struct CardDesk {
    private let channel: any CardChannel
    private let bus: LibUSBBus?
    private let clock = MachineClock()

    /// - Parameter readers: what is known of readers by their make.
    init(_ choice: CardChannelChoice, readers: ReaderProfiles) throws(USBFault) {
        switch choice {
        case .tcp(let host, let port):
            channel = TCPCardChannel(host: host, port: port)
            bus = nil
        case .vpcd(let port):
            StandardError.write("waiting for a card on 127.0.0.1:\(port)")
            channel = VPCDChannel(port: port)
            bus = nil
        case .reader(let serial):
            let bus = try LibUSBBus()
            self.bus = bus
            let selector = DeviceSelector(
                interfaceClass: CCIDReader.interfaceClass, serialNumber: serial)
            channel = CCIDReader(
                selector, profiles: readers, on: bus, clock: clock, log: StandardError.write)
        }
    }

    func close() async {
        await channel.deactivate()
        await bus?.close()
    }

    func result<Procedure: CardProcedure>(
        of job: CardJob<Procedure>
    ) async -> Result<Procedure.Facts, any Error> {
        await CardJobCarrier(channel: channel, clock: clock, log: StandardError.write).result(
            of: job)
    }
}
