import GRDBSQLite

/// The locks on one file: those of the database (SQLite's five levels) and the eight of its shared memory.
struct FileLocks {
    private var shared: Set<Int> = []
    private var reserved: Int?
    private var pending: Int?
    private var exclusive: Int?
    private var slots = [Slot](repeating: Slot(), count: Int(SQLITE_SHM_NLOCK))

    private struct Slot {
        var shared: Set<Int> = []
        var exclusive: Int?
    }

    /// Takes the lock of this level for the handle; false when another one is in the way.
    mutating func take(_ level: Int32, for handle: Int) -> Bool {
        switch level {
        case SQLITE_LOCK_SHARED:
            guard isFree(exclusive, handle), isFree(pending, handle) else { return false }
            shared.insert(handle)
        case SQLITE_LOCK_RESERVED:
            guard isFree(reserved, handle) else { return false }
            reserved = handle
        default:
            guard isFree(reserved, handle), isFree(pending, handle) else { return false }
            pending = handle
            guard shared.subtracting([handle]).isEmpty else { return false }
            exclusive = handle
        }
        return true
    }

    /// Goes back to SHARED or to nothing.
    mutating func release(to level: Int32, for handle: Int) {
        if reserved == handle { reserved = nil }
        if pending == handle { pending = nil }
        if exclusive == handle { exclusive = nil }
        if level == SQLITE_LOCK_NONE { shared.remove(handle) }
    }

    var isReserved: Bool { reserved != nil || exclusive != nil }

    /// Takes or releases locks of the shared memory, by the flags of `xShmLock`; false when another handle is in the
    /// way.
    mutating func shmLock(_ range: Range<Int>, _ flags: Int32, for handle: Int) -> Bool {
        if flags & SQLITE_SHM_UNLOCK != 0 {
            for slot in range { unlock(slot, handle) }
            return true
        }
        let isShared = flags & SQLITE_SHM_SHARED != 0
        for slot in slots[range] {
            guard isFree(slot.exclusive, handle) else { return false }
            guard isShared || slot.shared.subtracting([handle]).isEmpty else { return false }
        }
        for slot in range {
            if isShared {
                slots[slot].shared.insert(handle)
            } else {
                slots[slot].exclusive = handle
            }
        }
        return true
    }

    /// Forgets a handle that was closed.
    mutating func forget(_ handle: Int) {
        release(to: SQLITE_LOCK_NONE, for: handle)
        for slot in slots.indices { unlock(slot, handle) }
    }

    private mutating func unlock(_ slot: Int, _ handle: Int) {
        slots[slot].shared.remove(handle)
        if slots[slot].exclusive == handle { slots[slot].exclusive = nil }
    }

    private func isFree(_ holder: Int?, _ handle: Int) -> Bool {
        holder == nil || holder == handle
    }
}

/// The memory that the connections of one write-ahead log share. It is gone after a power cut, and built anew by the
/// first connection.
struct SharedMemory {
    private(set) var users: Set<Int> = []
    /// The address of each region.
    private var regions: [Int] = []

    /// The address of a region, nil when it is not there and not to be made.
    mutating func region(_ index: Int, bytes: Int, make: Bool, for handle: Int) -> Int? {
        users.insert(handle)
        guard index < regions.count || make else { return nil }
        while regions.count <= index {
            let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 8)
            memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
            regions.append(Int(bitPattern: memory))
        }
        return regions[index]
    }

    /// True when nobody is left; the memory is free then.
    mutating func leave(_ handle: Int) -> Bool {
        users.remove(handle)
        guard users.isEmpty else { return false }
        for region in regions { UnsafeMutableRawPointer(bitPattern: region)?.deallocate() }
        regions = []
        return true
    }
}
