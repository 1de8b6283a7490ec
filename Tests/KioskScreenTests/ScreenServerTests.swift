import Hummingbird
import KioskPorts
import KioskScreen
import Logging
import ServiceLifecycle
import Testing

/// The site over real sockets: what only a transport can get wrong.
@Suite(.serialized) struct ScreenServerTests {
    private static let streamLimit = 8
    private static let head = "Host: 127.0.0.1\r\nCookie: \(SiteFixture.cookie)\r\n"
    private static let events = "GET /events HTTP/1.1\r\n\(head)\r\n"

    /// Starts the server on a free port, runs the test, and stops the server.
    private static func serving(
        _ body: @Sendable (SiteFixture, Int) async throws -> Void
    ) async throws {
        let fixture = try SiteFixture()
        let (ports, told) = AsyncStream<Int>.makeStream()
        let server = ScreenServer(site: fixture.site)
            .application(port: 0) { told.yield($0) }
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let services = ServiceGroup(
            configuration: ServiceGroupConfiguration(services: [server], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            guard let port = await ports.first(where: { _ in true }) else { return }
            try await body(fixture, port)
            // As a kiosk ends it. A server that is only cancelled traps on connections that have just come.
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
    }

    private static func post(_ form: String, length: Int? = nil) -> String {
        "POST /act HTTP/1.1\r\n\(head)Content-Type: \(SiteFixture.urlEncoded)\r\n"
            + "Content-Length: \(length ?? form.utf8.count)\r\n\r\n\(form)"
    }

    private static let choose = "stateNumber=1&action=choose&job=reportLoss"

    @Test("The stream tells the number of now at once, and each later one")
    func stream() async throws {
        try await Self.serving { fixture, port in
            let client = try RawConnection(port: port)
            client.send(Self.events)
            let start = try client.read(until: "data: 1\n\n")
            #expect(start.contains("200 OK") && start.contains("text/event-stream"))
            #expect(start.lowercased().contains("content-security-policy: default-src 'none'"))
            #expect(start.lowercased().contains("cache-control: no-store"))
            _ = await fixture.kiosk.perform(.chooseLanguage(.english), stateNumber: 1)
            _ = try client.read(until: "event: state\ndata: 2\n\n")
        }
    }

    @Test("No more streams than the limit are open at a time, and a closed one makes room")
    func streamLimit() async throws {
        try await Self.serving { _, port in
            var clients: [RawConnection] = []
            for _ in 0..<Self.streamLimit {
                let client = try RawConnection(port: port)
                client.send(Self.events)
                _ = try client.read(until: "data: 1\n\n")
                clients.append(client)
            }
            let answer = try Self.statusLine(of: Self.events, port: port)
            #expect(answer.contains(" 503 "))
            let page = try Self.statusLine(of: "GET / HTTP/1.1\r\n\(Self.head)\r\n", port: port)
            #expect(page.contains(" 200 "), "full streams are no reason to give no page")
            clients.removeLast()
            // The server hears of a closed connection when it gets round to it.
            var room = false
            while !room {
                room = try Self.statusLine(of: Self.events, port: port).contains(" 200 ")
            }
        }
    }

    private static func statusLine(of request: String, port: Int) throws -> String {
        let client = try RawConnection(port: port)
        client.send(request)
        return try client.read(until: "\r\n")
    }

    @Test("A client that does not read its stream, or does not end its form, holds up nobody")
    func slowClients() async throws {
        try await Self.serving { fixture, port in
            let deaf = try RawConnection(port: port)
            deaf.send(Self.events)
            let slow = try RawConnection(port: port)
            slow.send(Self.post("stateNumber=1&act", length: Self.choose.utf8.count))
            let half = try RawConnection(port: port)
            half.send("POST /act HTTP/1.1\r\nHost: 127")
            let reader = try RawConnection(port: port)
            reader.send(Self.events)
            _ = try reader.read(until: "data: 1\n\n")
            for number in 1...1_000 {
                let language: ScreenLanguage = number.isMultiple(of: 2) ? .english : .chinese
                _ = await fixture.kiosk.perform(.chooseLanguage(language), stateNumber: number)
            }
            _ = try reader.read(until: "data: 1001\n\n")
            slow.send("ion=choose&job=reportLoss")
            #expect(try slow.read(until: "\r\n").contains(" 409 "), "its page is long gone")
            withExtendedLifetime((deaf, half)) {}
        }
    }

    @Test("A form that is too long or breaks off is refused, and does nothing")
    func badBodies() async throws {
        try await Self.serving { fixture, port in
            let long = Self.choose + String(repeating: "&", count: ScreenSite.bodyLimit)
            #expect(try Self.statusLine(of: Self.post(long), port: port).contains(" 413 "))
            let announced = Self.post("", length: 1_000_000_000) + Self.choose
            #expect(!(try Self.statusLine(of: announced + long, port: port).contains(" 200 ")))
            let broken = try RawConnection(port: port)
            broken.send(Self.post(Self.choose, length: Self.choose.utf8.count + 1))
            withExtendedLifetime(broken) {}
            #expect(await fixture.number == 1)
            #expect(try Self.statusLine(of: Self.post(Self.choose), port: port).contains(" 200 "))
        }
    }

    @Test("Another method, another host and no token are told apart over the wire as well")
    func refusals() async throws {
        try await Self.serving { _, port in
            let host = "Host: 127.0.0.1\r\n"
            let rows = [
                ("GET / HTTP/1.1\r\n\(host)\r\n", 403),
                ("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 403),
                ("DELETE / HTTP/1.1\r\n\(Self.head)\r\n", 405),
                ("PUT /act HTTP/1.1\r\n\(Self.head)Content-Length: 0\r\n\r\n", 405),
                ("GET /nowhere HTTP/1.1\r\n\(Self.head)\r\n", 404),
                ("GET / HTTP/1.1\r\n\(Self.head)\r\n", 200),
            ]
            for (request, status) in rows {
                let line = try Self.statusLine(of: request, port: port)
                #expect(line.contains(" \(status) "), "\(request)")
            }
        }
    }
}
