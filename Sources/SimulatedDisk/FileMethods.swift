import GRDBSQLite
import Synchronization

/// What Linux reports for every disk.
private let reportedSectorBytes: Int32 = 4096

/// The C functions that SQLite calls for an open file. All files of all disks share one table.
enum FileMethods {
    // Written once, before SQLite can see it.
    nonisolated(unsafe) static let table: UnsafePointer<sqlite3_io_methods> = {
        let table = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        table.initialize(to: sqlite3_io_methods())
        table.pointee.iVersion = 2
        fillFile(table)
        fillLocks(table)
        fillSharedMemory(table)
        return UnsafePointer(table)
    }()

    private static func fillFile(_ table: UnsafeMutablePointer<sqlite3_io_methods>) {
        table.pointee.xClose = { file in
            let open = take(file)
            open.disk.close(open)
            return SQLITE_OK
        }
        table.pointee.xRead = { file, target, count, offset in
            let open = handle(file)
            return open.disk.read(
                open, Int(offset),
                into: UnsafeMutableRawBufferPointer(start: target, count: Int(count)))
        }
        table.pointee.xWrite = { file, source, count, offset in
            let open = handle(file)
            return open.disk.write(
                open, Int(offset),
                [UInt8](UnsafeRawBufferPointer(start: source, count: Int(count))))
        }
        table.pointee.xTruncate = { file, bytes in
            let open = handle(file)
            return open.disk.resize(open, Int(bytes))
        }
        table.pointee.xSync = { file, _ in
            let open = handle(file)
            return open.disk.sync(open)
        }
        table.pointee.xFileSize = { file, bytes in
            let open = handle(file)
            bytes?.pointee = Int64(open.disk.length(open))
            return SQLITE_OK
        }
        table.pointee.xFileControl = { _, _, _ in SQLITE_NOTFOUND }
        table.pointee.xSectorSize = { _ in reportedSectorBytes }
        table.pointee.xDeviceCharacteristics = { file in
            handle(file).isPowersafeForSQLite ? SQLITE_IOCAP_POWERSAFE_OVERWRITE : 0
        }
    }

    private static func fillLocks(_ table: UnsafeMutablePointer<sqlite3_io_methods>) {
        table.pointee.xLock = { file, level in
            let open = handle(file)
            return open.disk.lock(open, level) ? SQLITE_OK : SQLITE_BUSY
        }
        table.pointee.xUnlock = { file, level in
            let open = handle(file)
            open.disk.unlock(open, level)
            return SQLITE_OK
        }
        table.pointee.xCheckReservedLock = { file, answer in
            let open = handle(file)
            answer?.pointee = open.disk.isReserved(open) ? 1 : 0
            return SQLITE_OK
        }
    }

    private static func fillSharedMemory(_ table: UnsafeMutablePointer<sqlite3_io_methods>) {
        table.pointee.xShmMap = { file, index, bytes, make, region in
            let open = handle(file)
            let address = open.disk.shmRegion(
                open, Int(index), bytes: Int(bytes), make: make != 0)
            region?.pointee = address.flatMap { UnsafeMutableRawPointer(bitPattern: $0) }
            return SQLITE_OK
        }
        table.pointee.xShmLock = { file, first, count, flags in
            let open = handle(file)
            let range = Int(first)..<Int(first + count)
            return open.disk.shmLock(open, range, flags) ? SQLITE_OK : SQLITE_BUSY
        }
        table.pointee.xShmBarrier = { _ in
            atomicMemoryFence(ordering: .sequentiallyConsistent)
        }
        table.pointee.xShmUnmap = { file, _ in
            let open = handle(file)
            open.disk.shmLeave(open)
            return SQLITE_OK
        }
    }
}

private func handle(_ file: UnsafeMutablePointer<sqlite3_file>?) -> FileHandle {
    unmanaged(file).takeUnretainedValue()
}

/// The handle of a file that is being closed: SQLite's own hold on it ends.
private func take(_ file: UnsafeMutablePointer<sqlite3_file>?) -> FileHandle {
    unmanaged(file).takeRetainedValue()
}

private func unmanaged(_ file: UnsafeMutablePointer<sqlite3_file>?) -> Unmanaged<FileHandle> {
    guard let file else { preconditionFailure("SQLite passes the file that it opened") }
    return .fromOpaque(
        UnsafeMutableRawPointer(file).load(
            fromByteOffset: VFSRegistration.handleOffset, as: UnsafeMutableRawPointer.self))
}
