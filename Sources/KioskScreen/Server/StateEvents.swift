import Hummingbird
import NIOCore
import ServiceLifecycle
import Synchronization

/// The stream behind `GET /events`: each new state number as a server-sent event (HTML Living Standard §9.2).
struct StateEvents: Sendable {
    let numbers: AsyncStream<Int>
    let streams: OpenStreams

    func body(for request: Request) -> ResponseBody {
        ResponseBody { writer in
            defer { streams.close() }
            // A closed browser ends a silent stream only this way; a graceful shutdown would wait for it otherwise.
            try await request.body.consumeWithCancellationOnInboundClose { _ in
                try await writer.write(ByteBuffer(string: "retry: 1000\n\n"))
                for await number in numbers.cancelOnGracefulShutdown() {
                    try await writer.write(
                        ByteBuffer(string: "event: state\ndata: \(number)\n\n"))
                }
            }
            try await writer.finish(nil)
        }
    }
}

/// How many event streams are open. A browser has one, and a second one for a moment when it reconnects.
final class OpenStreams: Sendable {
    static let limit = 8

    private let count = Atomic<Int>(0)

    /// False when there are too many already.
    func open() -> Bool {
        guard count.wrappingAdd(1, ordering: .relaxed).newValue <= Self.limit else {
            close()
            return false
        }
        return true
    }

    func close() { count.wrappingSubtract(1, ordering: .relaxed) }
}
