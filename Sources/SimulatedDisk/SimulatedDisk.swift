import Synchronization

/// A disk in memory that SQLite uses as it uses the real one, with what a real one does at a power cut and when it breaks.
///
/// It is registered with SQLite as a VFS of its own; a database is opened on it by that name. It knows of each file what
/// was synced, records every operation with the state of the disk at that moment, and can refuse any of them. Locks and
/// the shared memory of the write-ahead log live as long as somebody has the file open, as on one machine.
///
/// SQLite is told what Linux tells it: sectors of 4096 bytes, and powersafe overwrite unless the file's URI says `psow=0`.
/// What the disk really does is `sectorBytes` and `model`.
package final class SimulatedDisk: Sendable {
    /// The bytes that reach the disk together or not at all.
    package let sectorBytes: Int
    package let model: SectorModel
    /// The VFS by which a database is opened on this disk.
    package let vfs: String
    let core: Mutex<Core>
    private let registration: VFSRegistration
    private static let lastNumber = Mutex(0)

    /// What changes, under one lock.
    struct Core {
        var state: DiskState
        var locks: [Int: FileLocks] = [:]
        var sharedMemory: [Int: SharedMemory] = [:]
        var operations = 0
        var current = DiskOperation(number: 0, kind: .open, file: "")
        var lastHandle = 0
        var records = false
        var points: [CrashPoint] = []
        var faults: [PlannedFault] = []
        var hits: [DiskOperation] = []
        var capacityBytes: Int?
    }

    /// A disk that holds the image.
    package init(
        _ image: DiskImage = DiskImage(), sectorBytes: Int = 4096, model: SectorModel = .wholeSector
    ) {
        self.sectorBytes = sectorBytes
        self.model = model
        let number = Self.lastNumber.withLock { last in
            last += 1
            return last
        }
        vfs = "disk-\(number)"
        core = Mutex(Core(state: DiskState(image)))
        registration = VFSRegistration(name: vfs)
        registration.register(for: self)
    }

    deinit {
        registration.remove()
    }

    /// What programs see now; after their end without a power cut it is what is there.
    package var image: DiskImage { core.withLock { $0.state.image } }

    /// The number of the last operation.
    package var operationCount: Int { core.withLock { $0.operations } }

    /// Records from now on: every operation but reads becomes a crash point.
    package func record() {
        core.withLock { $0.records = true }
    }

    /// What was recorded, oldest first.
    package var points: [CrashPoint] { core.withLock { $0.points } }

    /// The disk as it is now, for a power cut at this moment.
    package var moment: CrashPoint {
        core.withLock { core in
            CrashPoint(
                operation: DiskOperation(
                    number: core.operations + 1, kind: .sync, file: "all files"),
                state: core.state, file: nil, sectorBytes: sectorBytes, model: model)
        }
    }

    /// How many bytes all files together may have; nil for no limit. What does not fit is refused as a full disk.
    package func limit(to bytes: Int?) {
        core.withLock { $0.capacityBytes = bytes }
    }

    /// The bytes that all files have now.
    package var usedBytes: Int { core.withLock { $0.state.usedBytes } }

    /// From this operation on, or this one only, the disk fails in this way.
    package func plan(_ fault: DiskFault, at operation: Int, forGood: Bool) {
        core.withLock {
            $0.faults.append(
                PlannedFault(fault: fault, first: operation, isForGood: forGood))
        }
    }

    /// The operations that were failed by a plan, oldest first.
    package var failed: [DiskOperation] { core.withLock { $0.hits } }
}
