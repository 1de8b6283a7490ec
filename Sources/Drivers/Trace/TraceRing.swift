internal import DeviceProtocols
package import KioskPorts
internal import Synchronization

/// The newest USB traffic, in memory, so that it is there when a fault shows that it would have been worth a trace.
///
/// Key material and card contents are overwritten before anything is kept (K14). What the bus does waits for no more than
/// a short lock.
package final class TraceRing: USBTraceSink {
    /// One transfer's packet, ready for a file.
    private struct Entry {
        let device: USBDevice
        let milliseconds: Int64
        let record: [UInt8]
    }

    private struct State {
        /// The oldest first; those before `first` are gone.
        var entries: [Entry] = []
        var first = 0
        var bytes = 0
        var redaction = CardTrafficRedaction()
    }

    /// Bytes of records that are kept at most.
    package let byteLimit: Int
    private let state = Mutex(State())
    /// Milliseconds since 1970 UTC.
    private let wallMilliseconds: @Sendable () -> Int64

    package init(byteLimit: Int, wallMilliseconds: @escaping @Sendable () -> Int64) {
        self.byteLimit = byteLimit
        self.wallMilliseconds = wallMilliseconds
    }

    package func submitted(_ transfer: USBTransfer, number: UInt64, device: USBDevice) {
        let time = wallMilliseconds()
        state.withLock { state in
            let packet = USBCapturePacket(
                transfer, .submitted, number: number, device: device,
                data: state.redaction.outgoing(transfer, device: device),
                status: USBCapturePacket.inProgress, milliseconds: time)
            keep(packet, of: device, time, &state)
        }
    }

    package func ended(
        _ transfer: USBTransfer, number: UInt64, device: USBDevice, result: USBTransferResult
    ) {
        let time = wallMilliseconds()
        state.withLock { state in
            let packet = USBCapturePacket(
                transfer, .completed, number: number, device: device,
                data: state.redaction.incoming(result.bytes, of: transfer, device: device),
                status: result.end.errorNumber, count: result.count, milliseconds: time)
            keep(packet, of: device, time, &state)
        }
    }

    private func keep(
        _ packet: USBCapturePacket, of device: USBDevice, _ milliseconds: Int64,
        _ state: inout State
    ) {
        let record = USBCaptureFile.record(packet)
        // A packet that there is no room for is left out.
        guard record.count <= byteLimit else { return }
        state.entries.append(Entry(device: device, milliseconds: milliseconds, record: record))
        state.bytes += record.count
        while state.bytes > byteLimit {
            state.bytes -= state.entries[state.first].record.count
            state.first += 1
        }
        // Rarely, so that each entry is moved once on the average.
        if state.first > state.entries.count / 2 {
            state.entries.removeFirst(state.first)
            state.first = 0
        }
    }

    /// What is kept, as a pcap file: first the descriptors of every device in it, then the packets. Where an address came to
    /// belong to another device, that one's descriptors stand before its first packet.
    package func capture() -> [UInt8] {
        let entries = state.withLock { Array($0.entries[$0.first...]) }
        var described: [USBDeviceID: USBDescriptors] = [:]
        var bytes = USBCaptureFile.header
        func describe(_ entry: Entry) {
            described[entry.device.id] = entry.device.descriptors
            bytes += USBCapturePacket.descriptors(
                of: entry.device, milliseconds: entry.milliseconds
            ).flatMap(USBCaptureFile.record)
        }
        for entry in entries where described[entry.device.id] == nil { describe(entry) }
        for entry in entries {
            if described[entry.device.id] != entry.device.descriptors { describe(entry) }
            bytes += entry.record
        }
        return bytes
    }
}
