internal import DeviceProtocols
package import KioskPorts

/// A chip that lives behind a TCP port, for example one that `kiosk-lab chip` plays: see
/// `RemoteChipMessage` for the line. The field is always there, and gives no answer to reset.
package actor TCPCardChannel: CardChannel {
    private let host: String
    private let port: UInt16
    private var line: TCPLine?
    /// What was received and not yet taken.
    private var received: [UInt8] = []

    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    package func probe() async throws(CardChannelFault) {
        _ = try await connected()
    }

    package func activate() async throws(CardChannelFault) -> [UInt8] {
        try await send(.fieldLost)
        return []
    }

    package func transmit(_ apdu: [UInt8]) async throws(CardChannelFault) -> [UInt8] {
        try await send(.apdu(apdu))
        let line = try await connected()
        while true {
            switch RemoteChipMessage.take(from: &received) {
            case .apdu(let answer): return answer
            case .fieldLost: throw CardChannelFault(.cardLost, detail: "\(place) lost its field")
            case nil: break
            }
            do throws(CardChannelFault) {
                received += try await line.read()
            } catch {
                hangUp()
                throw error
            }
        }
    }

    package func deactivate() async {
        hangUp()
    }

    private var place: String { "\(host):\(port)" }

    private func send(_ message: RemoteChipMessage) async throws(CardChannelFault) {
        let line = try await connected()
        do throws(CardChannelFault) {
            try await line.write(message.encoded)
        } catch {
            hangUp()
            throw error
        }
    }

    private func connected() async throws(CardChannelFault) -> TCPLine {
        if let line { return line }
        let made = try await TCPLine.connected(host: host, port: port)
        line = made
        received = []
        return made
    }

    /// A line that is out of step is no use any more; the next call makes another.
    private func hangUp() {
        line?.close()
        line = nil
        received = []
    }
}
