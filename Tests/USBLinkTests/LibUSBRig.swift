import Glibc
import KioskPorts
import Simulator
import Testing
import USBLink

/// Real libusb over a simulated bus, in one process.
///
/// libusb is fooled by umockdev's preload library, which must be there when a process starts. So
/// each test of this kind runs its body in an exit test, a child of the test process, which
/// inherits `LD_PRELOAD`; only the child sets `UMOCKDEV_DIR`, to a folder of its own.
struct LibUSBRig {
    static let preload = "libumockdev-preload.so.0"

    /// To be called in the parent: children start under the preload.
    static func arrangePreload() {
        setenv("LD_PRELOAD", preload, 1)
    }

    let folder: USBFolder
    let bus: LibUSBBus

    /// To be called in the child, before anything else touches USB.
    init(trace: (any USBTraceSink)? = nil) throws {
        let preloaded = try #require(getenv("LD_PRELOAD"), "start the child under \(Self.preload)")
        try #require(String(cString: preloaded).contains(Self.preload))
        var template = Array("/tmp/kiosk-usb.XXXXXX".utf8CString)
        let path = try #require(mkdtemp(&template).map { String(cString: $0) })
        setenv("UMOCKDEV_DIR", path, 1)
        let start = ContinuousClock.now
        folder = try USBFolder(path: path, now: { start.duration(to: .now) })
        bus = try LibUSBBus(trace: trace)
    }

    /// To be called at the end of the child's body.
    func close() async {
        await bus.close()
        folder.close()
    }
}
