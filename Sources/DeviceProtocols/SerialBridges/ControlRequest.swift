/// A control transfer to a serial bridge: the fields of its set-up packet (USB 2.0 §9.3), and the
/// bytes that go with it.
package struct ControlRequest: Hashable, Sendable {
    /// bmRequestType; bit 7: towards the host.
    package let requestType: UInt8
    package let request: UInt8
    package let value: UInt16
    package let index: UInt16
    /// wLength: bytes that go out, or that are asked for.
    package let length: UInt16
    /// Bytes that go out.
    package let data: [UInt8]

    /// A request as it was seen on a bus.
    package init(
        requestType: UInt8, request: UInt8, value: UInt16, index: UInt16, length: UInt16,
        data: [UInt8]
    ) {
        self.requestType = requestType
        self.request = request
        self.value = value
        self.index = index
        self.length = length
        self.data = data
    }

    /// Asks for an answer of `length` bytes, or sends nothing but the set-up.
    init(_ type: UInt8, _ request: UInt8, _ value: UInt16, _ index: UInt16, length: UInt16 = 0) {
        requestType = type
        self.request = request
        self.value = value
        self.index = index
        self.length = length
        data = []
    }

    /// Sends bytes. Precondition: at most 65535.
    init(_ type: UInt8, _ request: UInt8, _ value: UInt16, _ index: UInt16, data: [UInt8]) {
        requestType = type
        self.request = request
        self.value = value
        self.index = index
        length = UInt16(data.count)
        self.data = data
    }
}
