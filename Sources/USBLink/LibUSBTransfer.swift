internal import CLibUSB
internal import KioskPorts
internal import Synchronization

/// One transfer from submission to its end.
///
/// Sound because: the `libusb_transfer` and its buffer are freed exactly once, by the completion
/// callback or by the submission that failed; and it is cancelled only under the lock while
/// submitted. The callback may run before `submit` returns: it waits on the same lock.
final class LibUSBTransfer: Sendable {
    private typealias Raw = UnsafeMutablePointer<libusb_transfer>
    typealias Waiter = CheckedContinuation<USBTransferResult, Never>

    private enum State {
        case idle
        case cancelledEarly
        case submitted(UnsafeMutablePointer<libusb_transfer>, Waiter)
        case ended
    }

    /// Bytes of the set-up at the head of a control transfer's buffer.
    private static let setupLength = 8

    let number: UInt64
    private let transfer: USBTransfer
    private let milliseconds: UInt32
    private let census: USBCensus
    private let state = Mutex(State.idle)

    init(_ transfer: USBTransfer, number: UInt64, timeout: Duration, census: USBCensus) {
        self.transfer = transfer
        self.number = number
        self.census = census
        // At least 1: libusb takes 0 for "for ever".
        milliseconds = UInt32(clamping: max(1, Int64(timeout / .milliseconds(1))))
    }

    func submit(_ handle: DeviceHandle, _ waiter: Waiter) {
        let failure = state.withLock { state -> USBTransferEnd? in
            if case .cancelledEarly = state {
                state = .ended
                return .cancelled
            }
            guard let raw = libusb_alloc_transfer(0) else {
                state = .ended
                return .failed
            }
            fill(raw, handle)
            let code = libusb_submit_transfer(raw)
            guard code == 0 else {
                release(raw)
                state = .ended
                return code == LIBUSB_ERROR_NO_DEVICE.rawValue ? .deviceGone : .failed
            }
            state = .submitted(raw, waiter)
            return nil
        }
        if let failure { waiter.resume(returning: .nothing(failure)) }
    }

    func cancel() {
        state.withLock { state in
            switch state {
            case .idle: state = .cancelledEarly
            // Asynchronous: the end still comes through the callback.
            case .submitted(let raw, _): libusb_cancel_transfer(raw)
            case .cancelledEarly, .ended: break
            }
        }
    }

    private func fill(_ raw: Raw, _ handle: DeviceHandle) {
        let head = transfer.setup?.bytes ?? []
        let outgoing = head + transfer.outgoing
        let length = head.count + transfer.length
        census.transfers.add(1, ordering: .relaxed)
        let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, length))
        buffer.initialize(repeating: 0, count: max(1, length))
        outgoing.withUnsafeBufferPointer { bytes in
            if let start = bytes.baseAddress { buffer.update(from: start, count: bytes.count) }
        }
        raw.pointee.dev_handle = handle.raw
        raw.pointee.endpoint = transfer.endpoint.raw
        raw.pointee.type = kind
        raw.pointee.timeout = milliseconds
        raw.pointee.buffer = buffer
        raw.pointee.length = Int32(length)
        raw.pointee.callback = { completed in
            guard let completed, let owner = completed.pointee.user_data else { return }
            Unmanaged<LibUSBTransfer>.fromOpaque(owner).takeUnretainedValue().finish(completed)
        }
        raw.pointee.user_data = Unmanaged.passRetained(self).toOpaque()
        if transfer.setup != nil { raw.pointee.endpoint = 0 }
    }

    private var kind: UInt8 {
        switch transfer {
        case .controlIn, .controlOut: UInt8(LIBUSB_TRANSFER_TYPE_CONTROL.rawValue)
        case .bulkIn, .bulkOut: UInt8(LIBUSB_TRANSFER_TYPE_BULK.rawValue)
        case .interruptIn, .interruptOut: UInt8(LIBUSB_TRANSFER_TYPE_INTERRUPT.rawValue)
        }
    }

    private func finish(_ raw: Raw) {
        let result = self.result(of: raw.pointee)
        let waiter = state.withLock { state -> Waiter? in
            guard case .submitted(_, let waiter) = state else { return nil }
            state = .ended
            return waiter
        }
        release(raw)
        waiter?.resume(returning: result)
    }

    private func result(of raw: libusb_transfer) -> USBTransferResult {
        let count = Int(raw.actual_length)
        let skipped = transfer.setup == nil ? 0 : Self.setupLength
        let bytes = UnsafeBufferPointer(start: raw.buffer + skipped, count: count)
        return USBTransferResult(
            end: USBTransferEnd(raw.status), bytes: transfer.endpoint.isIn ? Array(bytes) : [],
            count: count)
    }

    /// Frees the transfer, its buffer, and the reference that `fill` took.
    private func release(_ raw: Raw) {
        census.transfers.subtract(1, ordering: .relaxed)
        raw.pointee.buffer.deallocate()
        if let owner = raw.pointee.user_data {
            Unmanaged<LibUSBTransfer>.fromOpaque(owner).release()
        }
        libusb_free_transfer(raw)
    }
}

extension USBTransferEnd {
    fileprivate init(_ status: libusb_transfer_status) {
        switch status {
        case LIBUSB_TRANSFER_COMPLETED: self = .completed
        case LIBUSB_TRANSFER_TIMED_OUT: self = .timedOut
        case LIBUSB_TRANSFER_CANCELLED: self = .cancelled
        case LIBUSB_TRANSFER_STALL: self = .stalled
        case LIBUSB_TRANSFER_OVERFLOW: self = .overflowed
        case LIBUSB_TRANSFER_NO_DEVICE: self = .deviceGone
        default: self = .failed
        }
    }
}
