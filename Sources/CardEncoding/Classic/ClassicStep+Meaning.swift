extension PersonaliseClassicProcedure.Step {
    /// What the step does, for whoever reads a dry run.
    package var meaning: String {
        switch self {
        case .readUID: "ask the reader for the card's UID"
        case .findSectorKey:
            "whose key opens the campus's sector: the maker's (A), or ours already (B)?"
        case .findDirectoryKey: "whose key opens the directory's sector?"
        case .inspectLow, .inspectHigh: "nobody else may be in the directory"
        case .enterSector: "open the campus's sector with the key that was found"
        case .writeRecord: "write the record"
        case .writeCopy: "write its copy"
        case .checkRecord: "read the record back and compare"
        case .checkCopy: "read the copy back and compare"
        case .writeTrailer: "put our keys and rights in the place of the maker's, last of all"
        case .reopenSector: "open the sector with our key B, which proves the change"
        case .readRecord: "read the record under our key"
        case .readCopy: "read its copy"
        case .enterDirectory: "open the directory with the key that was found"
        case .writeLow, .writeHigh: "enter the campus in the directory"
        case .checkLow, .checkHigh: "read the directory back and compare"
        case .writeDirectoryTrailer: "put the directory's public key A and our key B in its trailer"
        case .reopenDirectory: "open the directory with our key B, which proves the change"
        case .forgetKey: "let the reader forget the key"
        }
    }
}
