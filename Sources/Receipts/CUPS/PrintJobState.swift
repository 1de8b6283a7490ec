/// The state of a print job (RFC 8011 §5.3.7).
enum PrintJobState: Int32 {
    case pending = 3
    case held = 4
    case processing = 5
    case stopped = 6
    case canceled = 7
    case aborted = 8
    case completed = 9

    /// What the state means to the one who waits for the paper.
    var standing: Standing {
        switch self {
        case .pending, .held, .processing, .stopped: .waiting
        case .canceled, .aborted: .givenUp
        case .completed: .printed
        }
    }

    enum Standing {
        /// Nothing is known to be on paper; `processing` is no promise either, since a job for a
        /// printer that is switched off stays in it.
        case waiting
        case givenUp
        case printed
    }
}
