/// What a disk holds when nothing is under way: files by name.
package struct DiskImage: Hashable, Sendable {
    var files: [String: FileBytes]

    /// A disk with nothing on it.
    package init() {
        files = [:]
    }

    init(files: [String: FileBytes]) {
        self.files = files
    }

    /// The names of its files, sorted.
    package var names: [String] { files.keys.sorted() }

    /// The whole content of a file; nil when there is none of this name.
    package subscript(name: String) -> [UInt8]? {
        get { files[name]?.content }
        set { files[name] = newValue.map(FileBytes.init) }
    }
}
