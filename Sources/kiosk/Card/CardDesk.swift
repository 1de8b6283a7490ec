import CardEncoding
import Drivers
import KioskPorts
import USBLink

/// One card and the way to it, without a kiosk around them.
struct CardDesk {
    /// How often a card is looked for that is not there, with a second between.
    private static let searchLimit = 30

    private let channel: any CardChannel
    private let bus: LibUSBBus?
    private let clock = MachineClock()

    init(_ choice: CardChannelChoice) throws(USBFault) {
        switch choice {
        case .tcp(let host, let port):
            channel = TCPCardChannel(host: host, port: port)
            bus = nil
        case .reader(let serial):
            let bus = try LibUSBBus()
            self.bus = bus
            let selector = DeviceSelector(
                interfaceClass: CCIDReader.interfaceClass, serialNumber: serial)
            channel = CCIDReader(selector, on: bus, clock: clock, log: StandardError.write)
        }
    }

    func close() async {
        await channel.deactivate()
        await bus?.close()
    }

    /// Carries a job to its end. Checkpoints are passed over: there is no journal at a desk, and
    /// the same job with the same card goes on where the card says it is.
    func result<Procedure: CardProcedure>(
        of job: CardJob<Procedure>
    ) async -> Result<Procedure.Facts, any Error> {
        var job = job
        var input = EncodingInput.begin
        do {
            while true {
                switch job.next(input) {
                case .resetField: input = try await activate()
                case .checkpoint: input = .recorded
                case .transmit(let apdu, _): input = await answer(to: apdu)
                case .done(let facts): return .success(facts)
                case .fault(let fault): return .failure(fault)
                }
            }
        } catch {
            return .failure(error)
        }
    }

    private func answer(to apdu: [UInt8]) async -> EncodingInput {
        do throws(CardChannelFault) {
            return .answer(try await channel.transmit(apdu))
        } catch {
            StandardError.write("\(error)")
            return .lost
        }
    }

    /// Waits for a card to be put on the reader.
    private func activate() async throws -> EncodingInput {
        for _ in 1...Self.searchLimit {
            do throws(CardChannelFault) {
                _ = try await channel.activate()
                return .fieldReset
            } catch {
                guard error.kind == .cardLost else { throw error }
                StandardError.write("put the card on the reader, and keep it there")
            }
            try await clock.sleep(for: .seconds(1))
        }
        return .lost
    }
}
