internal import DeviceProtocols
internal import KioskPorts

/// A trace, told frame by frame. Key material and card contents are never told, also of a file that holds them: what
/// `CardTrafficRedaction` would take out is named as such.
package struct TraceStory: Sendable {
    private var reader: USBCaptureReader
    private let bridges: SerialBridges
    private var redaction = CardTrafficRedaction()
    private var devices: [USBDeviceID: TracedDevice] = [:]
    private var count = 0

    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - bridges: by which a serial bridge is recognised.
    package init(_ bytes: [UInt8], bridges: SerialBridges) throws(TraceFault) {
        do throws(USBCaptureFault) {
            reader = try USBCaptureReader(bytes)
        } catch {
            throw TraceFault(error)
        }
        self.bridges = bridges
    }

    /// The next frame, or nil at the end. After a fault the end is reached.
    package mutating func next() throws(TraceFault) -> TraceFrame? {
        let offset = reader.offset
        let packet: USBCapturePacket?
        do throws(USBCaptureFault) {
            packet = try reader.next()
        } catch {
            throw TraceFault(error)
        }
        guard let packet else { return nil }
        count += 1
        var device = devices[packet.deviceID] ?? TracedDevice(packet.deviceID)
        let notes = device.hear(packet, &redaction, bridges)
        devices[packet.deviceID] = device
        let isEnd = packet.event != .submitted
        let isIn = packet.endpoint & 0x80 != 0
        return TraceFrame(
            number: count, offset: offset, microseconds: packet.microseconds, device: device.shown,
            direction: isIn && isEnd ? .toHost : .toDevice, transfer: "\(packet.kind)",
            endpoint: packet.endpoint, isEnd: isEnd, notes: notes)
    }
}
