import ArgumentParser
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Asks a running kiosk over its control socket.
struct ControlClient {
    let socket: String

    private static let limit = TimeAmount.seconds(10)
    /// What a command ends with when no kiosk answers.
    private static let silence = ExitCode(2)

    /// Whether a kiosk runs and listens.
    func isAnswered() async -> Bool {
        guard FileManager.default.fileExists(atPath: socket) else { return false }
        let response = try? await HTTPClient.shared.execute(request(.status), timeout: Self.limit)
        return response?.status == .ok
    }

    func get<Answer: Decodable>(_ path: ControlPath, as: Answer.Type) async throws -> Answer {
        try await ask(request(path), as: Answer.self)
    }

    func post<Answer: Decodable>(
        _ path: ControlPath, _ body: some Encodable, as: Answer.Type
    ) async throws -> Answer {
        var request = request(path)
        request.method = .POST
        request.body = .bytes(ByteBuffer(string: try ControlMessages.text(body)))
        return try await ask(request, as: Answer.self)
    }

    /// Asks for something to be done that needs no words.
    func post<Answer: Decodable>(_ path: ControlPath, as: Answer.Type) async throws -> Answer {
        var request = request(path)
        request.method = .POST
        return try await ask(request, as: Answer.self)
    }

    private func request(_ path: ControlPath) -> HTTPClientRequest {
        let escaped = socket.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? socket
        return HTTPClientRequest(url: "http+unix://\(escaped)\(path.rawValue)")
    }

    private func ask<Answer: Decodable>(
        _ request: HTTPClientRequest, as: Answer.Type
    ) async throws -> Answer {
        let response: HTTPClientResponse
        do {
            response = try await HTTPClient.shared.execute(request, timeout: Self.limit)
        } catch {
            StandardError.write("kiosk: no kiosk answers at \(socket): \(error)")
            throw Self.silence
        }
        let body = try await response.body.collect(upTo: ControlMessages.answerByteLimit)
        guard response.status == .ok else {
            StandardError.write("kiosk: refused: \(String(buffer: body))")
            throw ExitCode.failure
        }
        return try JSONDecoder().decode(Answer.self, from: Data(body.readableBytesView))
    }
}
