import GRDBSQLite

/// A disk's entry in SQLite's list of file systems.
///
/// SQLite calls C functions with the entry or with the file; both lead back to the objects of Swift: the entry's
/// application data is the disk, and behind the methods of each file stands its `FileHandle`.
final class VFSRegistration: @unchecked Sendable {
    // Written before the first database can be opened and after the last is closed, never between.
    private let entry: UnsafeMutablePointer<sqlite3_vfs>
    private let name: UnsafeMutablePointer<CChar>

    /// Where a file of SQLite's keeps its handle.
    static let handleOffset = MemoryLayout<sqlite3_file>.stride
    private static let longestName = 512

    init(name: String) {
        let text = name.utf8CString
        self.name = .allocate(capacity: text.count)
        for (index, character) in text.enumerated() { self.name[index] = character }
        entry = .allocate(capacity: 1)
        entry.initialize(to: sqlite3_vfs())
    }

    func register(for disk: SimulatedDisk) {
        guard let host = sqlite3_vfs_find(nil) else {
            preconditionFailure("SQLite has no file system of its own to take the clock from")
        }
        // Time and randomness are the machine's; nothing that is checked depends on them.
        entry.pointee = host.pointee
        entry.pointee.iVersion = 1
        entry.pointee.pNext = nil
        entry.pointee.szOsFile = Int32(
            Self.handleOffset + MemoryLayout<UnsafeMutableRawPointer>.stride)
        entry.pointee.mxPathname = Int32(Self.longestName)
        entry.pointee.zName = UnsafePointer(name)
        entry.pointee.pAppData = Unmanaged.passUnretained(disk).toOpaque()
        entry.pointee.xOpen = openFile
        entry.pointee.xDelete = removeFile
        entry.pointee.xAccess = askForFile
        entry.pointee.xFullPathname = copyPath
        entry.pointee.xSleep = { _, microseconds in microseconds }
        let code = sqlite3_vfs_register(entry, 0)
        precondition(code == SQLITE_OK, "SQLite takes a file system whose entry is complete")
    }

    func remove() {
        sqlite3_vfs_unregister(entry)
    }

    deinit {
        entry.deallocate()
        name.deallocate()
    }
}

private func disk(_ entry: UnsafeMutablePointer<sqlite3_vfs>?) -> SimulatedDisk {
    guard let data = entry?.pointee.pAppData else {
        preconditionFailure("SQLite passes the entry that it was given")
    }
    return Unmanaged<SimulatedDisk>.fromOpaque(data).takeUnretainedValue()
}

private func openFile(
    _ entry: UnsafeMutablePointer<sqlite3_vfs>?, _ name: UnsafePointer<CChar>?,
    _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32,
    _ outFlags: UnsafeMutablePointer<Int32>?
) -> Int32 {
    guard let file else { return SQLITE_MISUSE }
    // SQLite closes a file whose open failed only if it has methods.
    file.pointee.pMethods = nil
    let isURI = flags & SQLITE_OPEN_URI != 0
    let isPowersafe = !isURI || sqlite3_uri_boolean(name, "psow", 1) != 0
    let (handle, code) = disk(entry).open(
        name.map { String(cString: $0) }, flags: flags, isPowersafe: isPowersafe)
    guard let handle else { return code }
    UnsafeMutableRawPointer(file).storeBytes(
        of: Unmanaged.passRetained(handle).toOpaque(), toByteOffset: VFSRegistration.handleOffset,
        as: UnsafeMutableRawPointer.self)
    file.pointee.pMethods = FileMethods.table
    outFlags?.pointee = flags
    return SQLITE_OK
}

private func removeFile(
    _ entry: UnsafeMutablePointer<sqlite3_vfs>?, _ name: UnsafePointer<CChar>?, _ synced: Int32
) -> Int32 {
    guard let name else { return SQLITE_MISUSE }
    return disk(entry).remove(String(cString: name), synced: synced != 0)
}

private func askForFile(
    _ entry: UnsafeMutablePointer<sqlite3_vfs>?, _ name: UnsafePointer<CChar>?, _ flags: Int32,
    _ answer: UnsafeMutablePointer<Int32>?
) -> Int32 {
    guard let name else { return SQLITE_MISUSE }
    answer?.pointee = disk(entry).exists(String(cString: name)) ? 1 : 0
    return SQLITE_OK
}

/// Names are taken as they are: the disk has one directory.
private func copyPath(
    _ entry: UnsafeMutablePointer<sqlite3_vfs>?, _ name: UnsafePointer<CChar>?, _ size: Int32,
    _ path: UnsafeMutablePointer<CChar>?
) -> Int32 {
    guard let name, let path else { return SQLITE_MISUSE }
    let text = String(cString: name).utf8CString
    guard text.count <= Int(size) else { return SQLITE_CANTOPEN }
    for (index, character) in text.enumerated() { path[index] = character }
    return SQLITE_OK
}
