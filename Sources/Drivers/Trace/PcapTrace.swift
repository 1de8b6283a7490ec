internal import DeviceProtocols
internal import Foundation
package import KioskPorts
internal import Synchronization

/// Writes USB traffic as classic pcap, link type 220 (LINKTYPE_USB_LINUX_MMAPPED), for Wireshark.
///
/// In each file every device's descriptors go first, so that a dissector knows what follows. Key material and card contents
/// are overwritten before anything is stored (K14). Two files share the limit: the one that is written, and the one before
/// it under the same name with `.1`; so the newest traffic is always there, at least half of the limit of it. What the bus
/// does never waits for a trace, and never fails with it.
package final class PcapTrace: USBTraceSink {
    /// What an old file's name ends in.
    package static let olderSuffix = ".1"

    private struct State {
        /// Nil once the disk refused: a full one ends the trace, not the kiosk.
        var file: FileHandle?
        var written: Int
        /// The devices whose descriptors are in this file. An address may come to belong to another device.
        var described: [USBDeviceID: USBDescriptors] = [:]
        var redaction = CardTrafficRedaction()
    }

    private let state: Mutex<State>
    private let path: String
    private let fileLimit: Int
    /// Milliseconds since 1970 UTC.
    private let wallMilliseconds: @Sendable () -> Int64

    /// - Parameter byteLimit: of both files together.
    /// - Throws: when the file cannot be made.
    package init(
        path: String, byteLimit: Int, wallMilliseconds: @escaping @Sendable () -> Int64
    ) throws {
        state = Mutex(State(file: try Self.begin(path), written: USBCaptureFile.header.count))
        self.path = path
        fileLimit = byteLimit / 2
        self.wallMilliseconds = wallMilliseconds
    }

    private static func begin(_ path: String) throws -> FileHandle {
        try Data(USBCaptureFile.header).write(to: URL(filePath: path))
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.seekToEnd()
        return file
    }

    package func submitted(_ transfer: USBTransfer, number: UInt64, device: USBDevice) {
        state.withLock { state in
            let data = state.redaction.outgoing(transfer, device: device)
            let packet = USBCapturePacket(
                transfer, .submitted, number: number, device: device, data: data,
                status: USBCapturePacket.inProgress, milliseconds: wallMilliseconds())
            write(packet, of: device, &state)
        }
    }

    package func ended(
        _ transfer: USBTransfer, number: UInt64, device: USBDevice, result: USBTransferResult
    ) {
        state.withLock { state in
            let data = state.redaction.incoming(result.bytes, of: transfer, device: device)
            let packet = USBCapturePacket(
                transfer, .completed, number: number, device: device, data: data,
                status: result.end.errorNumber, count: result.count,
                milliseconds: wallMilliseconds())
            write(packet, of: device, &state)
        }
    }

    private func write(_ packet: USBCapturePacket, of device: USBDevice, _ state: inout State) {
        guard state.file != nil else { return }
        let bytes = USBCaptureFile.record(packet)
        var head = description(of: device, state)
        if state.written + head.count + bytes.count > fileLimit {
            turnOver(&state)
            head = description(of: device, state)
        }
        // A packet that no file has room for is left out.
        guard state.written + head.count + bytes.count <= fileLimit else { return }
        state.described[device.id] = device.descriptors
        do {
            try state.file?.write(contentsOf: Data(head + bytes))
            state.written += head.count + bytes.count
        } catch {
            state.file = nil
        }
    }

    /// Begins a new file; this one takes the place of the older one.
    private func turnOver(_ state: inout State) {
        // Nothing is written to it any more.
        try? state.file?.close()
        // In one step: where the new one does not come to be, the older one stays.
        let isOlder = rename(path, path + Self.olderSuffix) == 0
        // What fails here ends the trace.
        state.file = isOlder ? try? Self.begin(path) : nil
        state.written = USBCaptureFile.header.count
        state.described = [:]
    }

    /// A device's descriptors; none for a device that is in the file already.
    private func description(of device: USBDevice, _ state: State) -> [UInt8] {
        guard state.described[device.id] != device.descriptors else { return [] }
        return USBCapturePacket.descriptors(of: device, milliseconds: wallMilliseconds())
            .flatMap(USBCaptureFile.record)
    }
}
