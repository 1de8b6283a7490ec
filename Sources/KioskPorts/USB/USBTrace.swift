/// Told of every transfer, once when it is submitted and once when it ended. Called on the bus's
/// own threads: it must return at once and must redact before it stores (K14).
package protocol USBTraceSink: Sendable {
    func submitted(_ transfer: USBTransfer, number: UInt64, device: USBDevice)
    func ended(
        _ transfer: USBTransfer, number: UInt64, device: USBDevice, result: USBTransferResult)
}
