internal import Glibc
internal import Synchronization

/// The device file, as a FIFO that is kept full while nothing is to be reaped.
///
/// libusb polls the file for "writable" and then reaps. A plain file is always writable, so libusb
/// would spin; a full FIFO is not (rigs.md §1, limits and pitfalls).
final class ReadinessFIFO: Sendable {
    /// Bytes written or read at once; a FIFO holds 64 KiB.
    private static let step = 4096
    private static let stepsInFIFO = 16

    private let descriptor: Int32

    init(path: String) throws(FolderError) {
        unlink(path)
        guard mkfifo(path, 0o666) == 0 else {
            throw FolderError(doing: "making FIFO", path: path, code: errno)
        }
        // Both ways: opening waits for nobody and a client's close does not end it.
        descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw FolderError(doing: "opening FIFO", path: path, code: errno)
        }
        showIdle()
    }

    deinit { close(descriptor) }

    /// Fills it: the client's poll waits.
    func showIdle() {
        let bytes = [UInt8](repeating: 0, count: Self.step)
        for _ in 0..<Self.stepsInFIFO where write(descriptor, bytes, bytes.count) < 0 { return }
    }

    /// Makes room: the client's poll returns and it reaps.
    func showReady() {
        var bytes = [UInt8](repeating: 0, count: Self.step * Self.stepsInFIFO)
        _ = read(descriptor, &bytes, bytes.count)
    }
}
