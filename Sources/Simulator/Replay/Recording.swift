package import DeviceProtocols
package import KioskPorts

/// What one device said in a trace, and to what: enough to play it.
///
/// What the host did (requests and messages, in their order) is kept apart from what the device brought. Each thing that
/// it brought stands behind the host's last step before it, with the time that had passed.
package struct Recording: Sendable {
    /// Something that the host did.
    package enum Action: Hashable, Sendable {
        case request(USBSetup, data: [UInt8])
        case message(USBEndpointAddress, data: [UInt8])
    }

    /// A step of the host, and what it got for it.
    package struct Step: Hashable, Sendable {
        /// Of the frame in which the step began, as Wireshark counts.
        package let frame: Int
        package let action: Action
        package fileprivate(set) var end = USBTransferEnd.completed
        /// Of a request towards the host.
        package fileprivate(set) var answer: [UInt8] = []
    }

    /// Bytes or a halt of an IN endpoint.
    struct Brought: Hashable, Sendable {
        let endpoint: USBEndpointAddress
        let end: USBTransferEnd
        let bytes: [UInt8]
        let moment: Moment
    }

    /// So long after so many of the host's steps.
    struct Moment: Hashable, Sendable {
        let steps: Int
        let delay: Duration
    }

    package let id: USBDeviceID
    package let descriptors: USBDescriptors
    fileprivate(set) var strings: [UInt8: String] = [:]
    package fileprivate(set) var steps: [Step] = []
    fileprivate(set) var brought: [Brought] = []
    /// When the device was pulled; nil: it was not.
    fileprivate(set) var gone: Moment?

    fileprivate init(id: USBDeviceID, descriptors: USBDescriptors) {
        self.id = id
        self.descriptors = descriptors
    }

    /// The devices of a trace, in the order of their addresses.
    package static func read(_ file: [UInt8]) throws(RecordingFault) -> [Recording] {
        var authors: [USBDeviceID: RecordingAuthor] = [:]
        do throws(USBCaptureFault) {
            var reader = try USBCaptureReader(file)
            var frame = 0
            while let packet = try reader.next() {
                frame += 1
                let id = USBDeviceID(
                    bus: UInt8(truncatingIfNeeded: packet.bus), address: packet.device)
                authors[id, default: RecordingAuthor(id)].hear(packet, frame)
            }
        } catch {
            throw .capture(error)
        }
        let found = authors.sorted { ($0.key.bus, $0.key.address) < ($1.key.bus, $1.key.address) }
            .compactMap(\.value.recording).filter { !$0.steps.isEmpty }
        guard !found.isEmpty else { throw .noDevice }
        return found
    }
}

/// Why a file cannot be played.
package enum RecordingFault: Error, Hashable, Sendable, CustomStringConvertible {
    case capture(USBCaptureFault)
    /// No device whose descriptors are in it was asked anything.
    case noDevice

    package var description: String {
        switch self {
        case .capture(let fault):
            "it is no trace from byte \(fault.offset) on; `kiosk trace show` tells why"
        case .noDevice: "it shows no device that was asked anything"
        }
    }
}

/// Writes down one device's recording, packet by packet.
private struct RecordingAuthor {
    private struct Key: Hashable {
        let number: UInt64
        let endpoint: UInt8
    }

    /// What a packet that ends a transfer belongs to.
    private enum Begun {
        case descriptor(USBSetup)
        case step(Int)
    }

    private let id: USBDeviceID
    private var deviceDescriptor: [UInt8] = []
    private var strings: [UInt8: String] = [:]
    private var begun: [Key: Begun] = [:]
    private var lastStep: Int64 = 0
    private var told: Recording?

    init(_ id: USBDeviceID) { self.id = id }

    var recording: Recording? {
        var recording = told
        recording?.strings = strings
        return recording
    }

    mutating func hear(_ packet: USBCapturePacket, _ frame: Int) {
        let key = Key(number: packet.number, endpoint: packet.endpoint)
        if packet.event == .submitted {
            submitted(packet, key, frame)
        } else {
            ended(packet, begun.removeValue(forKey: key))
        }
    }

    private mutating func submitted(_ packet: USBCapturePacket, _ key: Key, _ frame: Int) {
        let action: Recording.Action
        if let setup = packet.setup.flatMap(USBSetup.init(bytes:)) {
            // Standard requests (type bits 00): the front answers them for every device.
            guard setup.requestType & 0x60 != 0 else {
                begun[key] = .descriptor(setup)
                return
            }
            action = .request(setup, data: packet.data)
        } else {
            let endpoint = USBEndpointAddress(packet.endpoint)
            guard !endpoint.isIn, packet.kind == .bulk || packet.kind == .interrupt else { return }
            action = .message(endpoint, data: packet.data)
        }
        guard let steps = told?.steps else { return }
        told?.steps.append(Recording.Step(frame: frame, action: action))
        begun[key] = .step(steps.count)
        lastStep = packet.microseconds
    }

    private mutating func ended(_ packet: USBCapturePacket, _ begun: Begun?) {
        let end = USBTransferEnd(errorNumber: packet.status)
        let moment = moment(packet)
        if end == .deviceGone, told?.gone == nil { told?.gone = moment }
        switch begun {
        case .descriptor(let setup): described(setup, packet.data)
        case .step(let index):
            told?.steps[index].end = end
            told?.steps[index].answer = packet.data
        case nil:
            let endpoint = USBEndpointAddress(packet.endpoint)
            guard endpoint.isIn, packet.kind != .control,
                end == .completed || end == .stalled || !packet.data.isEmpty
            else { return }
            told?.brought.append(
                Recording.Brought(
                    endpoint: endpoint, end: end, bytes: packet.data, moment: moment))
        }
    }

    private func moment(_ packet: USBCapturePacket) -> Recording.Moment {
        let steps = told?.steps.count ?? 0
        let since = steps == 0 ? 0 : max(0, packet.microseconds - lastStep)
        return Recording.Moment(steps: steps, delay: .microseconds(since))
    }

    private mutating func described(_ setup: USBSetup, _ bytes: [UInt8]) {
        guard setup.requestType == 0x80, setup.request == 6 else { return }
        switch setup.value >> 8 {
        case 1: deviceDescriptor = bytes
        case 2:
            guard told == nil,
                let found = USBDescriptors(device: deviceDescriptor, configuration: bytes)
            else { return }
            told = Recording(id: id, descriptors: found)
        case 3 where bytes.count >= 2:
            let units = stride(from: 2, to: bytes.count - 1, by: 2).map {
                UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8
            }
            strings[UInt8(setup.value & 0xFF)] = String(decoding: units, as: UTF16.self)
        default: break
        }
    }
}
