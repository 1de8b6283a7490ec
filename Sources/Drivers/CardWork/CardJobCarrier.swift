package import CardEncoding
package import KioskPorts

/// Carries a job on a single card to its end, without a kiosk around it. Checkpoints are passed over:
/// there is no journal, and the same job with the same card goes on where the card says it is.
package struct CardJobCarrier: Sendable {
    private let channel: any CardChannel
    private let clock: (any KioskClock)?
    private let log: @Sendable (String) -> Void

    /// How often a card is looked for that is not there, with a pause between.
    private static let searchLimit = 30
    private static let searchPause: Duration = .seconds(1)

    /// - Parameters:
    ///   - clock: for waiting until a card lies on the reader; nil: one that does not is lost.
    ///   - log: hears what went wrong on the way, and that a card is waited for.
    package init(
        channel: any CardChannel, clock: (any KioskClock)? = nil,
        log: @escaping @Sendable (String) -> Void
    ) {
        self.channel = channel
        self.clock = clock
        self.log = log
    }

    /// - Returns: what the job came to; an `EncodingFault`, a `CardChannelFault` of a reader that does
    ///   not answer, or a cancellation otherwise.
    package func result<Procedure: CardProcedure>(
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
            log("\(error)")
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
                guard clock != nil else { return .lost }
                log("put the card on the reader, and keep it there")
            }
            try await clock?.sleep(for: Self.searchPause)
        }
        return .lost
    }
}
