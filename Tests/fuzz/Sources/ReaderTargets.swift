import DeviceProtocols
import Dispatch
import Drivers
import KioskPorts

/// Messages of CCID readers, and the whole engine with a reader that says anything.
enum ReaderTargets {
    static func messages(_ bytes: [UInt8]) {
        if let reply = try? CCIDReply(parsing: bytes) {
            // Reserved bits and the error of a success are not kept.
            precondition((try? CCIDReply(parsing: reply.bytes)) == reply, "a reply changed")
        }
        _ = CCIDNotification(bytes)
        _ = try? CCIDClassDescriptor(bytes)
        _ = try? CCIDCommand.parse(bytes)
    }

    /// Every call ends, with an answer or a named fault, whatever the reader says on its pipes.
    static func engine(_ bytes: [UInt8]) {
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            await talk(bytes)
            done.signal()
        }
        precondition(done.wait(timeout: .now() + 20) == .success, "the engine hangs")
    }

    private static func talk(_ bytes: [UInt8]) async {
        var input = FuzzInput(bytes)
        let bus = BabblingReader(features: input.bytes(4), says: input.remainder())
        let reader = CCIDReader(
            DeviceSelector(interfaceClass: CCIDReader.interfaceClass), on: bus,
            clock: HastyClock(), log: { _ in })
        _ = try? await reader.activate()
        _ = try? await reader.transmit([0x90, 0x60, 0, 0, 0])
        _ = try? await reader.transmit([0xFF, 0xCA, 0, 0, 0])
        await reader.deactivate()
    }
}
