/// Told of every transfer, once when it is submitted and once when it ended. Called on the bus's
/// own threads: it must return at once and must redact before it stores (K14).
package protocol USBTraceSink: Sendable {
    func submitted(_ transfer: USBTransfer, number: UInt64, device: USBDevice)
    func ended(
        _ transfer: USBTransfer, number: UInt64, device: USBDevice, result: USBTransferResult)
}

/// Tells several of every transfer, in their order.
package struct USBTraceFork: USBTraceSink {
    private let sinks: [any USBTraceSink]

    package init(_ sinks: [any USBTraceSink]) { self.sinks = sinks }

    package func submitted(_ transfer: USBTransfer, number: UInt64, device: USBDevice) {
        for sink in sinks { sink.submitted(transfer, number: number, device: device) }
    }

    package func ended(
        _ transfer: USBTransfer, number: UInt64, device: USBDevice, result: USBTransferResult
    ) {
        for sink in sinks {
            sink.ended(transfer, number: number, device: device, result: result)
        }
    }
}
