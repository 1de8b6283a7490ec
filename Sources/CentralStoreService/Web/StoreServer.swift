import CampusCard
package import CentralStore
import HTTPTypes
import Hummingbird
import HummingbirdTLS
package import Logging
import NIOCore
import NIOPosix
import NIOSSL

/// The store on the network: `POST /kiosk/v1/<call>` over mutual TLS, and `GET /health`.
///
/// It carries bytes and proves who sends them; every rule is in `StoreService`.
package struct StoreServer: Sendable {
    package let service: StoreService
    package let files: ServerCertificateFiles
    package let host: String
    package let port: Int

    package init(service: StoreService, files: ServerCertificateFiles, host: String, port: Int) {
        self.service = service
        self.files = files
        self.host = host
        self.port = port
    }

    /// Serves until the process is asked to end (SIGTERM or SIGINT) or the task is cancelled;
    /// running requests are answered first.
    /// - Parameter started: called once with the port that was bound.
    package func run(
        logger: Logger, started: @escaping @Sendable (Int) async -> Void
    ) async throws {
        let application = Application(
            router: router(),
            server: try .tls(.http1(), tlsConfiguration: files.tlsConfiguration()),
            configuration: .init(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { channel in await started(channel.localAddress?.port ?? 0) },
            logger: logger)
        try await application.runService()
    }

    private func router() -> Router<CertificateContext> {
        let router = Router(context: CertificateContext.self)
        router.get("/health") { _, _ in "ok\n" }
        router.post("/kiosk/v1/:call") { request, context in
            await answer(request, context)
        }
        return router
    }

    /// Every request that came over a kiosk's certificate gets an answer of the protocol, and
    /// status 200 when the store itself decided.
    private func answer(_ request: Request, _ context: CertificateContext) async -> Response {
        guard let kiosk = await KioskIdentity.of(context.channel) else {
            return Self.response(.forbidden, StoreService.malformed)
        }
        guard let body = try? await request.body.collect(upTo: StoreService.requestLimit) else {
            return Self.response(.contentTooLarge, StoreService.malformed)
        }
        let bytes = Array(body.readableBytesView)
        let call = context.parameters.get("call") ?? ""
        do {
            return Self.response(.ok, try await decide(kiosk, call, bytes))
        } catch {
            context.logger.error("a call got no answer", metadata: ["why": "\(error)"])
            return Self.response(.serviceUnavailable, [])
        }
    }

    /// SQLite and password hashing block, so they keep off the threads that serve connections.
    private func decide(
        _ kiosk: KioskID, _ call: String, _ bytes: [UInt8]
    ) async throws -> [UInt8] {
        try await NIOThreadPool.singleton.runIfActive {
            try service.handle(kiosk: kiosk, callName: call, bytes: bytes)
        }
    }

    private static func response(_ status: HTTPResponse.Status, _ bytes: [UInt8]) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
