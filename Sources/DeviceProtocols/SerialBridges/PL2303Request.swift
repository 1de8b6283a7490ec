/// Requests of Prolific's USB-serial bridges (devices.md §5; Linux drivers/usb/serial/pl2303.c). Line
/// coding and control lines are those of CDC-ACM on interface 0 (`CDCRequest`).
package enum PL2303Request {
    /// Which of three register sets a chip has.
    package enum Generation: Hashable, Sendable, CaseIterable {
        /// PL2303H and older: device class 02, or an endpoint 0 of 8 bytes.
        case legacy
        case hx
        /// PL2303GC, GB, GT, GL, GE and GS: other vendor requests, and none of the old start.
        case hxn
    }

    /// One byte from a chip before HXN; an HXN stalls it.
    package static let readTypeStatus = read(0x8080)

    /// What wakes a chip, in this order. Answers to reads are not looked at.
    package static func start(_ generation: Generation) -> [ControlRequest] {
        switch generation {
        case .legacy: oldStart + [write(2, 0x24)]
        case .hx: oldStart + [write(2, 0x44)]
        case .hxn: []
        }
    }

    /// Throws away what the chip holds in either direction. A legacy chip has no such request.
    package static func purge(_ generation: Generation) -> [ControlRequest] {
        switch generation {
        case .legacy: []
        case .hx: [write(8, 0), write(9, 0)]
        case .hxn: [ControlRequest(0x40, 0x80, 0x07, 0x03)]
        }
    }

    /// No flow control. HXN: register 0A, bits 2-4 set.
    package static func noFlowControl(_ generation: Generation) -> ControlRequest {
        switch generation {
        case .legacy, .hx: write(0, 0)
        case .hxn: ControlRequest(0x40, 0x80, 0x0A, 0x1C)
        }
    }

    private static let oldStart = [
        read(0x8484), write(0x0404, 0), read(0x8484), read(0x8383), read(0x8484),
        write(0x0404, 1), read(0x8484), read(0x8383), write(0, 1), write(1, 0),
    ]

    private static func read(_ register: UInt16) -> ControlRequest {
        ControlRequest(0xC0, 0x01, register, 0, length: 1)
    }

    private static func write(_ register: UInt16, _ value: UInt16) -> ControlRequest {
        ControlRequest(0x40, 0x01, register, value)
    }
}
