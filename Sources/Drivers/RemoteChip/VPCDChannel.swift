internal import DeviceProtocols
package import KioskPorts

/// A virtual card that comes to a port of this machine as it would to vsmartcard's reader: see `VPCDMessage` for the line.
/// One card at a time; the next activation takes the next one, when the last has gone.
package actor VPCDChannel: CardChannel {
    private let port: UInt16
    private var line: TCPLine?
    private var received: [UInt8] = []

    /// The longest answer to reset (ISO/IEC 7816-3, 8.2.1).
    private static let answerToResetLimit = 33

    package init(port: UInt16) {
        self.port = port
    }

    package func probe() async throws(CardChannelFault) {
        _ = try await card()
    }

    package func activate() async throws(CardChannelFault) -> [UInt8] {
        for message in [VPCDMessage.powerOff, .powerOn] { try await send(message) }
        try await send(.requestAnswerToReset)
        let answer = try await message()
        guard (1...Self.answerToResetLimit).contains(answer.count) else {
            await hangUp()
            throw CardChannelFault(
                .cardLost,
                detail:
                    "the answer to reset on port \(port) has \(answer.count) bytes; it must have "
                    + "1 to \(Self.answerToResetLimit)")
        }
        return answer
    }

    package func transmit(_ apdu: [UInt8]) async throws(CardChannelFault) -> [UInt8] {
        guard (2...VPCDMessage.lengthLimit).contains(apdu.count) else {
            throw CardChannelFault(
                .readerFault,
                detail: "an APDU of \(apdu.count) bytes fits no message of the virtual reader")
        }
        try await send(.apdu(apdu))
        let answer = try await message()
        guard !answer.isEmpty else {
            throw CardChannelFault(.cardLost, detail: "the card on port \(port) is silent")
        }
        return answer
    }

    package func deactivate() async {
        guard line != nil else { return }
        try? await send(.powerOff)
        await hangUp()
    }

    private func send(_ message: VPCDMessage) async throws(CardChannelFault) {
        let line = try await card()
        do throws(CardChannelFault) {
            try await line.write(message.encoded)
        } catch {
            await hangUp()
            throw error
        }
    }

    private func message() async throws(CardChannelFault) -> [UInt8] {
        let line = try await card()
        while true {
            if let message = VPCDMessage.unframed(from: &received) { return message }
            do throws(CardChannelFault) {
                received += try await line.read()
            } catch {
                await hangUp()
                throw error
            }
        }
    }

    private func card() async throws(CardChannelFault) -> TCPLine {
        if let line { return line }
        let came = try await TCPLine.accepted(onPort: port)
        line = came
        received = []
        return came
    }

    private func hangUp() async {
        line?.close()
        line = nil
        received = []
    }
}
