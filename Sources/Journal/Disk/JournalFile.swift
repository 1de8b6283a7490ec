/// Where a journal lies, and on which of SQLite's file systems.
package struct JournalFile: Hashable, Sendable {
    package let path: String
    /// SQLite's name of the file system; nil for the machine's own.
    package let vfs: String?

    package init(path: String, vfs: String? = nil) {
        self.path = path
        self.vfs = vfs
    }

    /// The name by which SQLite opens the file.
    ///
    /// `psow=0`: SQLite takes it for granted that a power cut harms no byte outside a write that is under way (powersafe
    /// overwrite). A disk may spoil the whole sector, and in a write-ahead log the end of the last commit lies in
    /// it. Without the assumption each commit is filled up to the end of its sector, so that none shares a sector
    /// with the next one; the price is a few frames in the log, and no sync.
    var uri: String {
        // What has a meaning in a URI; everything else SQLite takes as it is.
        let escaped = path.replacing("%", with: "%25").replacing("?", with: "%3f")
            .replacing("#", with: "%23")
        // A second slash would begin the name of a host.
        return "file:" + (path.hasPrefix("/") ? "//" : "") + escaped + "?psow=0"
            + (vfs.map { "&vfs=\($0)" } ?? "")
    }
}
