/// The machine's light barriers and switches. A sensor reports what it sees, or what its fault
/// makes it see.
package enum Sensor: String, Hashable, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
    case throat, path, readPosition, exitPath, exit, binMouth
    /// Lit while fewer blanks than the profile's low mark lie in the hopper.
    case hopperLow
    /// Lit while at least one blank lies in the hopper.
    case hopperOccupied
    /// Lit when the stack in the bin reaches the mark of capacity.
    case binFull

    /// The sensor that watches a station.
    package init(_ station: Station) {
        self =
            switch station {
            case .throat: .throat
            case .path: .path
            case .readPosition: .readPosition
            case .exitPath: .exitPath
            case .exit: .exit
            case .binMouth: .binMouth
            }
    }
}
