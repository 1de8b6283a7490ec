extension ReadTransitProcedure.Step {
    /// What the step does, for whoever reads a dry run.
    package var meaning: String {
        switch self {
        case .selectApplication: "has the card the next application that the campus takes?"
        case .readNumber: "read the number in it"
        }
    }
}
