import Glibc

/// A file in memory that takes writes until it is sealed, as a disk does until it is full (memfd_create(2), fcntl(2)).
final class SealableFile {
    struct Failure: Error {
        let call: String
        let code: Int32
    }

    private typealias Creation = @convention(c) (UnsafePointer<CChar>, UInt32) -> Int32

    /// MFD_ALLOW_SEALING, F_ADD_SEALS and F_SEAL_WRITE of Linux, which Glibc shows to GNU sources only.
    private static let allowsSealing: UInt32 = 2
    private static let addSeals: Int32 = 1033
    private static let sealsWrites: Int32 = 8

    private let descriptor: Int32

    init() throws {
        guard let symbol = dlsym(nil, "memfd_create") else {
            throw Failure(call: "dlsym", code: ENOSYS)
        }
        descriptor = unsafeBitCast(symbol, to: Creation.self)("sealable", Self.allowsSealing)
        guard descriptor >= 0 else { throw Failure(call: "memfd_create", code: errno) }
    }

    deinit { close(descriptor) }

    /// Where this process opens it.
    var path: String { "/proc/self/fd/\(descriptor)" }

    /// From now on every write to it fails, also through what has it open.
    func seal() throws {
        guard fcntl(descriptor, Self.addSeals, Self.sealsWrites) == 0 else {
            throw Failure(call: "fcntl", code: errno)
        }
    }
}
