import Foundation
package import Hummingbird
import ServiceLifecycle

/// The page that shows the machine's inside, live, with a button for each command.
package struct MachinePage: Sendable {
    /// Longer than any command with its arguments.
    private static let commandLimit = 256
    /// Lines of each log on the page.
    package static let logLimit = 10

    private let machine: RunningMachine
    private let now: @Sendable () -> Duration
    private let truth: RecentEvents<TruthEntry>
    private let traffic: TrafficLog
    private let files: PageFiles
    private let hub = ChangeHub()

    /// - Parameter now: the clock that the machine runs on.
    /// Throws when the page's files are not beside the program.
    package init(
        machine: RunningMachine, truth: RecentEvents<TruthEntry>,
        traffic: TrafficLog, now: @escaping @Sendable () -> Duration
    ) throws {
        self.machine = machine
        self.truth = truth
        self.traffic = traffic
        self.now = now
        files = try PageFiles()
        let hub = hub
        machine.onChange { hub.publish() }
    }

    /// Tells the page that there is news beside the machine's own, such as a USB message.
    package func publish() {
        hub.publish()
    }

    package var router: Router<BasicRequestContext> {
        let router = Router()
        for path in files.paths {
            router.get(RouterPath(path)) { [files] _, _ in files.response(for: path) }
        }
        router.get("/events") { request, _ in events(request) }
        router.post("/command") { request, _ in
            let body = try await request.body.collect(upTo: Self.commandLimit)
            let words = String(buffer: body).split(separator: " ").map(String.init)
            return try json(machine.answer(to: words, now: now()))
        }
        return router
    }

    /// Server-sent events: each is the whole state, so one that is skipped costs nothing.
    private func events(_ request: Request) -> Response {
        let body = ResponseBody { writer in
            try await request.body.consumeWithCancellationOnInboundClose { _ in
                try await writer.write(ByteBuffer(string: "retry: 1000\n\n"))
                for await _ in hub.subscribe().cancelOnGracefulShutdown() {
                    try await writer.write(event())
                }
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: body)
    }

    private func event() throws -> ByteBuffer {
        let view = MachineView(machine.contents(now: now()).machine)
        let state = PageState(
            machine: view, truth: truth.newestFirst, traffic: traffic.newestFirst)
        var buffer = ByteBuffer(string: "event: state\ndata: ")
        buffer.writeBytes(try JSONEncoder().encode(state))
        buffer.writeString("\n\n")
        return buffer
    }

    private func json(_ answer: CommandAnswer) throws -> Response {
        Response(
            status: answer.done ? .ok : .conflict, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try JSONEncoder().encode(answer))))
    }
}
