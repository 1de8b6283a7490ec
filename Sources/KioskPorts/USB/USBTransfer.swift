/// The eight set-up bytes of a control transfer (USB 2.0 §9.3).
package struct USBSetup: Hashable, Sendable {
    package let requestType: UInt8
    package let request: UInt8
    package let value: UInt16
    package let index: UInt16
    /// wLength: bytes sent, or the most that may come back.
    package let length: UInt16

    package init(
        requestType: UInt8, request: UInt8, value: UInt16, index: UInt16, length: UInt16 = 0
    ) {
        self.requestType = requestType
        self.request = request
        self.value = value
        self.index = index
        self.length = length
    }

    /// The eight bytes as they go over the wire, or nil for any other count.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 8 else { return nil }
        func word(_ low: Int) -> UInt16 { UInt16(bytes[low]) | UInt16(bytes[low + 1]) << 8 }
        self.init(
            requestType: bytes[0], request: bytes[1], value: word(2), index: word(4),
            length: word(6))
    }

    package var isIn: Bool { requestType & 0x80 != 0 }

    package var bytes: [UInt8] {
        let words = [value, index, length].flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        return [requestType, request] + words
    }
}

/// One transfer to ask of a device.
package enum USBTransfer: Hashable, Sendable {
    /// Towards the host; the set-up's length bounds the answer.
    case controlIn(USBSetup)
    /// Towards the device; the set-up's length equals the data's.
    case controlOut(USBSetup, data: [UInt8])
    case bulkOut(USBEndpointAddress, data: [UInt8])
    case bulkIn(USBEndpointAddress, capacity: Int)
    case interruptOut(USBEndpointAddress, data: [UInt8])
    case interruptIn(USBEndpointAddress, capacity: Int)

    /// The endpoint's address with its direction bit; control is endpoint 0.
    package var endpoint: USBEndpointAddress {
        switch self {
        case .controlIn: USBEndpointAddress(0x80)
        case .controlOut: USBEndpointAddress(0x00)
        case .bulkOut(let address, _), .interruptOut(let address, _): address
        case .bulkIn(let address, _), .interruptIn(let address, _): address
        }
    }

    /// Bytes that go to the device, without the set-up; empty for transfers towards the host.
    package var outgoing: [UInt8] {
        switch self {
        case .controlOut(_, let data), .bulkOut(_, let data), .interruptOut(_, let data): data
        case .controlIn, .bulkIn, .interruptIn: []
        }
    }

    /// The set-up of a control transfer, else nil.
    package var setup: USBSetup? {
        switch self {
        case .controlIn(let setup), .controlOut(let setup, _): setup
        case .bulkOut, .bulkIn, .interruptOut, .interruptIn: nil
        }
    }

    /// Bytes that can come back, or that go out.
    package var length: Int {
        switch self {
        case .controlIn(let setup): Int(setup.length)
        case .bulkIn(_, let capacity), .interruptIn(_, let capacity): capacity
        case .controlOut(_, let data), .bulkOut(_, let data), .interruptOut(_, let data):
            data.count
        }
    }
}

/// How a transfer ended.
package enum USBTransferEnd: Hashable, Sendable, CaseIterable {
    case completed
    /// The device said nothing in time. Bytes may have been moved all the same.
    case timedOut
    case cancelled
    /// The endpoint is halted until `clearHalt`.
    case stalled
    /// The device sent more than the buffer takes.
    case overflowed
    case deviceGone
    /// Any other error of the bus.
    case failed
}

/// What came of a transfer. Bytes count in every case: a time-out may have moved some.
package struct USBTransferResult: Hashable, Sendable {
    package let end: USBTransferEnd
    /// Bytes received; empty for transfers towards the device.
    package let bytes: [UInt8]
    /// Bytes moved in either direction, without the set-up.
    package let count: Int

    package init(end: USBTransferEnd, bytes: [UInt8] = [], count: Int) {
        self.end = end
        self.bytes = bytes
        self.count = count
    }

    /// An end before any byte was moved.
    package static func nothing(_ end: USBTransferEnd) -> USBTransferResult {
        USBTransferResult(end: end, count: 0)
    }
}
