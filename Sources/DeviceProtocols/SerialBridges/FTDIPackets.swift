/// What comes from an FTDI chip: every packet begins with modem and line status.
package enum FTDIPackets {
    /// Bytes of status at the head of each packet.
    package static let statusLength = 2

    /// The bytes of the line in a transfer of one or more packets: the status is per packet, not per
    /// transfer. A packet too short for its status holds nothing.
    /// - Parameter packetSize: the endpoint's, above 2.
    package static func payload(of transfer: [UInt8], packetSize: Int) -> [UInt8] {
        stride(from: 0, to: transfer.count, by: packetSize).flatMap { start in
            transfer[start..<min(start + packetSize, transfer.count)].dropFirst(statusLength)
        }
    }
}
