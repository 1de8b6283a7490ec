extension Phase {
    /// A case works with dispenser and reader: supervision keeps its hands off.
    package var holdsDevices: Bool {
        switch self {
        case .feeding, .readingBlank, .binding, .encoding, .discarding, .committing, .askingStore,
            .presenting, .awaitingPickup, .retaining:
            true
        case .starting, .idle, .entering, .loggingIn, .changingPassword, .savingPassword, .quoting,
            .reviewing, .consenting, .opening, .printing, .showing, .confirmingLoss,
            .reportingLoss, .confirmingLaterReport, .keepingReport:
            false
        }
    }
}
