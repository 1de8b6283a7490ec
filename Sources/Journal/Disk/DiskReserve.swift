import KioskPorts

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Disk space that is kept back for the case that is under way (K10).
package protocol SpaceReserve: Sendable {
    /// Takes the space, if it is not taken yet. False when the disk does not have it.
    func take() -> Bool
    /// Gives the space back to the disk.
    func release()
    /// Whether a further case fits: the space is taken, the disk has some beside it, and takes writes.
    var hasRoom: Bool { get }
}

/// Disk space that is taken before it is needed: a preallocated file beside the journal. When the
/// disk runs full in the middle of a case, the file gives its space back and the case can be
/// written to its end; the next one does not start (K10).
struct DiskReserve: SpaceReserve {
    /// 64 MiB: some 100 000 rows.
    static let defaultBytes: Int64 = 64 * 1024 * 1024
    /// What has to be free beside the reserve for a new case: room for a checkpoint of the
    /// write-ahead log.
    static let freeBytesNeeded: UInt64 = 16 * 1024 * 1024

    let path: String
    let bytes: Int64

    /// The reserve of a journal: its path with `.reserve` appended.
    init(besideJournal path: String, bytes: Int64) {
        self.path = path + ".reserve"
        self.bytes = bytes
    }

    func take() -> Bool {
        if isIntact { return true }
        return withFile { file in posix_fallocate(file, 0, off_t(bytes)) == 0 && fsync(file) == 0 }
    }

    func release() {
        _ = withFile { file in ftruncate(file, 0) == 0 && fsync(file) == 0 }
    }

    var hasRoom: Bool { isIntact && hasFreeSpace && takesWrites }

    /// Whether the space is really allocated, not only promised by a file's length.
    var isIntact: Bool {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return false }
        return facts.st_size >= bytes && Int64(facts.st_blocks) * Self.blockBytes >= bytes
    }

    /// The unit of `st_blocks` (stat(2)).
    private static let blockBytes: Int64 = 512

    /// Whether the file system takes a write at this moment: tried, on the first byte of the
    /// reserve. It is not synced, since readiness asks often; a disk that fails later fails the
    /// next append.
    var takesWrites: Bool {
        withFile { file in
            var zero: UInt8 = 0
            return pwrite(file, &zero, 1, 0) == 1
        }
    }

    /// Whether the disk has space beside the reserve.
    var hasFreeSpace: Bool {
        var facts = statvfs()
        guard statvfs(path, &facts) == 0 else { return false }
        return UInt64(facts.f_bavail) * UInt64(facts.f_frsize) >= Self.freeBytesNeeded
    }

    private func withFile(_ body: (Int32) -> Bool) -> Bool {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        defer { close(file) }
        return body(file)
    }
}
