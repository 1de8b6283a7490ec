/// Why the simulated USB could not be set up on this machine.
package struct FolderError: Error, CustomStringConvertible {
    package let doing: String
    package let path: String
    /// errno at the time.
    package let code: Int32

    package var description: String { "\(doing) \(path): errno \(code)" }
}
