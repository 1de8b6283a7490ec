internal import Synchronization

/// Counts what libusb lends and must get back: a number that does not return to zero is a leak.
final class USBCensus: Sendable {
    let handles = Atomic<Int>(0)
    let transfers = Atomic<Int>(0)
}
