import Dispatch
import Foundation

/// Waits for the signals with which a program is asked to end.
enum Interrupt {
    /// Returns at the first interrupt or request to terminate.
    static func wait() async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield() }
            source.activate()
            return source
        }
        defer { for source in sources { source.cancel() } }
        for await _ in stream { return }
    }
}
