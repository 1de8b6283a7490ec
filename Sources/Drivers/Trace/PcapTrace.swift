internal import Foundation
package import KioskPorts
internal import Synchronization

/// Writes USB traffic as classic pcap, link type 220 (LINKTYPE_USB_LINUX_MMAPPED), for Wireshark.
///
/// Each device's descriptors go first, so that a dissector knows what follows. Key material is overwritten before anything
/// is stored (K14). The file stops growing at its limit; what the bus does never waits for it.
package final class PcapTrace: USBTraceSink {
    private struct State {
        let file: FileHandle
        var written: Int
        /// Devices whose descriptors are in the file.
        var described: Set<USBDeviceID> = []
        var redaction = CardTrafficRedaction()
    }

    private let state: Mutex<State>
    private let byteLimit: Int
    /// Milliseconds since 1970 UTC.
    private let wallMilliseconds: @Sendable () -> Int64

    /// - Throws: when the file cannot be made.
    package init(
        path: String, byteLimit: Int, wallMilliseconds: @escaping @Sendable () -> Int64
    ) throws {
        try Data(PcapPacket.fileHeader).write(to: URL(filePath: path))
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.seekToEnd()
        state = Mutex(State(file: file, written: PcapPacket.fileHeader.count))
        self.byteLimit = byteLimit
        self.wallMilliseconds = wallMilliseconds
    }

    package func submitted(_ transfer: USBTransfer, number: UInt64, device: USBDevice) {
        state.withLock { state in
            describe(device, &state)
            let data = state.redaction.outgoing(transfer.outgoing, device: device.id)
            append(
                PcapPacket(
                    number: number, event: .submitted, transfer: transfer, device: device,
                    data: data, status: PcapPacket.inProgress), &state)
        }
    }

    package func ended(
        _ transfer: USBTransfer, number: UInt64, device: USBDevice, result: USBTransferResult
    ) {
        state.withLock { state in
            let data = state.redaction.incoming(result.bytes, device: device.id)
            append(
                PcapPacket(
                    number: number, event: .completed, transfer: transfer, device: device,
                    data: data, status: result.end.errorNumber, count: result.count), &state)
        }
    }

    /// The two descriptor requests that a dissector looks for, as if they had just been made.
    private func describe(_ device: USBDevice, _ state: inout State) {
        guard state.described.insert(device.id).inserted else { return }
        for (type, bytes) in [
            (1, device.descriptors.device), (2, device.descriptors.configuration),
        ] {
            let setup = USBSetup(
                requestType: 0x80, request: 6, value: UInt16(type) << 8, index: 0,
                length: UInt16(bytes.count))
            for event in [PcapPacket.Event.submitted, .completed] {
                let isDone = event == .completed
                append(
                    PcapPacket(
                        number: 0, event: event, transfer: .controlIn(setup), device: device,
                        data: isDone ? bytes : [],
                        status: isDone ? 0 : PcapPacket.inProgress), &state)
            }
        }
    }

    private func append(_ packet: PcapPacket, _ state: inout State) {
        let bytes = packet.record(atMilliseconds: wallMilliseconds())
        guard state.written + bytes.count <= byteLimit else { return }
        do {
            try state.file.write(contentsOf: Data(bytes))
            state.written += bytes.count
        } catch {
            // A full disk ends the trace, not the kiosk.
            state.written = byteLimit
        }
    }
}
