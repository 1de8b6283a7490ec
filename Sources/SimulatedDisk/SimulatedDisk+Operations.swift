import GRDBSQLite
import Synchronization

/// One open file of the disk.
final class FileHandle: Sendable {
    /// SQLite holds the file; the file holds its disk.
    let disk: SimulatedDisk
    let number: Int
    let file: Int
    let name: String
    /// The file goes when it is closed.
    let isTemporary: Bool
    /// A log or rollback journal that was made by this open: its first sync makes the directory durable too, as
    /// SQLite does on Unix.
    let syncsNames: Bool
    let isPowersafeForSQLite: Bool

    init(
        disk: SimulatedDisk, number: Int, file: Int, name: String, isTemporary: Bool,
        syncsNames: Bool, isPowersafeForSQLite: Bool
    ) {
        self.disk = disk
        self.number = number
        self.file = file
        self.name = name
        self.isTemporary = isTemporary
        self.syncsNames = syncsNames
        self.isPowersafeForSQLite = isPowersafeForSQLite
    }
}

/// What SQLite does with files; each returns a result code.
extension SimulatedDisk {
    /// Opens or makes a file; nil with a code when it cannot be.
    func open(_ name: String?, flags: Int32, isPowersafe: Bool) -> (FileHandle?, Int32) {
        core.withLock { core in
            if let code = core.begin(.open, name ?? "temporary", on: self) { return (nil, code) }
            let found = name.flatMap { core.state.names[$0] }
            guard let file = found ?? core.make(name, flags) else { return (nil, SQLITE_CANTOPEN) }
            if found == nil { core.point(file, on: self) }
            core.lastHandle += 1
            let isLog = flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL) != 0
            return (
                FileHandle(
                    disk: self, number: core.lastHandle, file: file, name: name ?? "temporary",
                    isTemporary: name == nil, syncsNames: isLog && found == nil,
                    isPowersafeForSQLite: isPowersafe), SQLITE_OK
            )
        }
    }

    func remove(_ name: String, synced: Bool) -> Int32 {
        core.withLock { core in
            if let code = core.begin(.remove, name, on: self) { return code }
            guard core.state.names[name] != nil else { return SQLITE_IOERR | 23 << 8 }
            core.state.remove(name, synced: synced)
            core.point(nil, on: self)
            return SQLITE_OK
        }
    }

    func exists(_ name: String) -> Bool {
        core.withLock { core in
            // As on Unix: an empty file counts as none.
            core.state.names[name].map { core.state.length($0) > 0 } ?? false
        }
    }

    func read(_ handle: FileHandle, _ offset: Int, into target: UnsafeMutableRawBufferPointer)
        -> Int32
    {
        let address = Int(bitPattern: target.baseAddress)
        let count = target.count
        return core.withLock { core in
            if let code = core.begin(.read, handle.name, on: self) { return code }
            let target = UnsafeMutableRawBufferPointer(
                start: UnsafeMutableRawPointer(bitPattern: address), count: count)
            let done = core.state.files[handle.file]?.now.read(at: offset, into: target) ?? 0
            guard done < count else { return SQLITE_OK }
            UnsafeMutableRawBufferPointer(rebasing: target[done...])
                .initializeMemory(as: UInt8.self, repeating: 0)
            return SQLITE_IOERR | 2 << 8
        }
    }

    func write(_ handle: FileHandle, _ offset: Int, _ bytes: [UInt8]) -> Int32 {
        core.withLock { core in
            if let code = core.begin(.write, handle.name, on: self) { return code }
            let growth = max(0, offset + bytes.count - core.state.length(handle.file))
            if let limit = core.capacityBytes, growth > 0, core.state.usedBytes + growth > limit {
                return SQLITE_FULL
            }
            core.state.change(handle.file, .write(at: offset, bytes))
            core.point(handle.file, on: self)
            return SQLITE_OK
        }
    }

    func resize(_ handle: FileHandle, _ bytes: Int) -> Int32 {
        core.withLock { core in
            if let code = core.begin(.resize, handle.name, on: self) { return code }
            core.state.change(handle.file, .resize(bytes))
            core.point(handle.file, on: self)
            return SQLITE_OK
        }
    }

    func sync(_ handle: FileHandle) -> Int32 {
        core.withLock { core in
            if let code = core.begin(.sync, handle.name, on: self) {
                core.state.failSync(handle.file)
                return code
            }
            core.point(handle.file, on: self)
            core.state.sync(handle.file)
            if handle.syncsNames { core.state.syncNames() }
            return SQLITE_OK
        }
    }

    func length(_ handle: FileHandle) -> Int {
        core.withLock { $0.state.length(handle.file) }
    }

    /// Takes a lock or goes back to a lower one; false when another handle is in the way.
    func lock(_ handle: FileHandle, _ level: Int32) -> Bool {
        core.withLock {
            $0.locks[handle.file, default: FileLocks()].take(level, for: handle.number)
        }
    }

    func unlock(_ handle: FileHandle, _ level: Int32) {
        core.withLock {
            $0.locks[handle.file, default: FileLocks()].release(to: level, for: handle.number)
        }
    }

    func isReserved(_ handle: FileHandle) -> Bool {
        core.withLock { $0.locks[handle.file]?.isReserved ?? false }
    }

    func shmLock(_ handle: FileHandle, _ range: Range<Int>, _ flags: Int32) -> Bool {
        core.withLock {
            $0.locks[handle.file, default: FileLocks()].shmLock(range, flags, for: handle.number)
        }
    }

    /// The address of a region of the shared memory.
    func shmRegion(_ handle: FileHandle, _ index: Int, bytes: Int, make: Bool) -> Int? {
        core.withLock {
            $0.sharedMemory[handle.file, default: SharedMemory()]
                .region(index, bytes: bytes, make: make, for: handle.number)
        }
    }

    func shmLeave(_ handle: FileHandle) {
        core.withLock { core in
            if core.sharedMemory[handle.file]?.leave(handle.number) == true {
                core.sharedMemory[handle.file] = nil
            }
        }
    }

    func close(_ handle: FileHandle) {
        shmLeave(handle)
        core.withLock { $0.locks[handle.file]?.forget(handle.number) }
    }
}

extension SimulatedDisk.Core {
    /// Counts an operation; a code when a plan makes it fail.
    fileprivate mutating func begin(
        _ kind: DiskOperation.Kind, _ name: String, on disk: SimulatedDisk
    ) -> Int32? {
        operations += 1
        current = DiskOperation(number: operations, kind: kind, file: name)
        guard let code = faults.lazy.compactMap({ [current] in $0.code(current) }).first else {
            return nil
        }
        hits.append(current)
        return code
    }

    /// Records the operation that was begun, with the disk as it is.
    fileprivate mutating func point(_ file: Int?, on disk: SimulatedDisk) {
        guard records else { return }
        points.append(
            CrashPoint(
                operation: current, state: state, file: file, sectorBytes: disk.sectorBytes,
                model: disk.model))
    }

    fileprivate mutating func make(_ name: String?, _ flags: Int32) -> Int? {
        guard flags & SQLITE_OPEN_CREATE != 0 else { return nil }
        return state.make(name)
    }
}
