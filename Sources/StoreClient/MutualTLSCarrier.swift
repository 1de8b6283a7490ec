import AsyncHTTPClient
package import CampusCard
package import KioskPorts
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Carries requests to the store over HTTPS: the kiosk shows its certificate and trusts the campus
/// authority only.
package final class MutualTLSCarrier: RequestCarrier {
    private let client: HTTPClient
    private let base: String

    /// How long a connection may take, and how long an idle one is kept.
    private static let connectSeconds: Int64 = 3
    private static let idleSeconds: Int64 = 60

    /// - Throws: when a file is missing or is no certificate or key.
    package init(store: StoreAddress, files: KioskCertificateFiles) throws {
        base = "https://\(store.host):\(store.port)/kiosk/v1/"
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: try files.tlsConfiguration(), redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(Self.connectSeconds)))
        configuration.httpVersion = .http1Only
        configuration.connectionPool.idleTimeout = .seconds(Self.idleSeconds)
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Closes all connections. No request may be under way or come later.
    package func shutdown() async throws {
        try await client.shutdown()
    }

    package func carry(
        _ call: StoreCallName, _ request: [UInt8], within deadline: Duration
    ) async throws(CarrierFault) -> [UInt8] {
        var message = HTTPClientRequest(url: base + call.rawValue)
        message.method = .POST
        message.headers.add(name: "content-type", value: "application/json")
        message.body = .bytes(ByteBuffer(bytes: request))
        let response: HTTPClientResponse
        do {
            response = try await client.execute(message, timeout: TimeAmount(deadline))
        } catch {
            throw Self.fault(error)
        }
        guard response.status == .ok,
            let body = try? await response.body.collect(upTo: CarrierLimits.answerBytes)
        else { throw .answerUnusable }
        return Array(body.readableBytesView)
    }

    /// Only a connection that was never made proves that nothing was sent.
    private static func fault(_ error: any Error) -> CarrierFault {
        if error is NIOConnectionError { return .notSent }
        switch error as? NIOSSLError {
        case .handshakeFailed, .unableToValidateCertificate, .noCertificateToValidate:
            return .notSent
        default: break
        }
        let known = error as? HTTPClientError
        return known == .connectTimeout || known == .tlsHandshakeTimeout ? .notSent : .unanswered
    }
}
