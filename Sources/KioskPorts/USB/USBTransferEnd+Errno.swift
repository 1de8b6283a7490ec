/// How Linux tells the end of a transfer (Documentation/driver-api/usb/error-codes.rst).
extension USBTransferEnd {
    /// The status that the kernel would give, as a negative errno.
    package var errorNumber: Int32 {
        switch self {
        case .completed: 0
        case .timedOut, .cancelled: -2
        case .stalled: -32
        case .overflowed: -75
        case .deviceGone: -108
        case .failed: -71
        }
    }

    /// What a status of the kernel means. A transfer that was taken back, at its time-out or for another reason, is
    /// `timedOut`.
    package init(errorNumber: Int32) {
        switch errorNumber {
        // EREMOTEIO is a short packet where none was allowed: the bytes are there.
        case 0, -121: self = .completed
        case -2, -104, -110: self = .timedOut
        case -32: self = .stalled
        case -75: self = .overflowed
        case -19, -108: self = .deviceGone
        default: self = .failed
        }
    }
}
