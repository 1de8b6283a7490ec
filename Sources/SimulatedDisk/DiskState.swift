/// A disk in the middle of its work: what programs see, what would certainly be there after a power cut, and the
/// changes between the two. A value, so a copy is a snapshot.
struct DiskState: Sendable {
    /// A change of a file that no sync has made durable.
    enum Change: Sendable {
        case write(at: Int, [UInt8])
        case resize(Int)
    }

    /// A change of the directory that no sync has made durable; they reach the disk in their order, as a
    /// journaling file system keeps them.
    enum NameChange: Sendable {
        case made(String, file: Int)
        case removed(String)
    }

    /// One file, whatever its name is.
    struct File: Sendable {
        var now: FileBytes
        var durable: FileBytes
        var changes: [Change] = []

        mutating func change(_ change: Change) {
            now.apply(change)
            changes.append(change)
        }

        mutating func sync() {
            for change in changes { durable.apply(change) }
            changes = []
        }

        /// A sync that failed: the system forgets that these pages are to be written, and a later sync that succeeds
        /// says nothing of them (the fsync errors of Linux, 2018).
        mutating func failSync() {
            changes = []
        }
    }

    private(set) var files: [Int: File] = [:]
    private(set) var names: [String: Int] = [:]
    private(set) var durableNames: [String: Int] = [:]
    private(set) var nameChanges: [NameChange] = []
    private var lastFile = 0

    init(_ image: DiskImage) {
        for (name, bytes) in image.files {
            lastFile += 1
            files[lastFile] = File(now: bytes, durable: bytes)
            names[name] = lastFile
        }
        durableNames = names
    }

    /// A new empty file; without a name it is nobody's after a cut.
    mutating func make(_ name: String?) -> Int {
        lastFile += 1
        files[lastFile] = File(now: FileBytes(), durable: FileBytes())
        if let name {
            names[name] = lastFile
            nameChanges.append(.made(name, file: lastFile))
        }
        return lastFile
    }

    mutating func remove(_ name: String, synced: Bool) {
        names[name] = nil
        nameChanges.append(.removed(name))
        if synced { syncNames() }
    }

    mutating func syncNames() {
        durableNames = names
        nameChanges = []
    }

    mutating func change(_ file: Int, _ change: Change) {
        files[file]?.change(change)
    }

    mutating func sync(_ file: Int) {
        files[file]?.sync()
    }

    mutating func failSync(_ file: Int) {
        files[file]?.failSync()
    }

    func length(_ file: Int) -> Int {
        files[file]?.now.length ?? 0
    }

    /// The bytes of all files that have a name.
    var usedBytes: Int {
        names.values.reduce(0) { $0 + length($1) }
    }

    /// What programs see, as if all of it were on the disk.
    var image: DiskImage {
        DiskImage(files: names.compactMapValues { files[$0]?.now })
    }
}

extension FileBytes {
    mutating func apply(_ change: DiskState.Change) {
        switch change {
        case .write(let offset, let bytes): write(bytes[...], at: offset)
        case .resize(let bytes): resize(bytes)
        }
    }
}
