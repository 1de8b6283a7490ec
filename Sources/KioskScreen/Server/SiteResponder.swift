import HTTPTypes
package import Hummingbird
import NIOCore

/// Turns HTTP into the site's values and back, and decides nothing.
package struct SiteResponder: HTTPResponder {
    package typealias Context = BasicRequestContext

    private let site: ScreenSite
    private let streams = OpenStreams()

    init(site: ScreenSite) {
        self.site = site
    }

    package func respond(to request: Request, context: Context) async throws -> Response {
        let response = await site.answer(SiteRequest(request, body: await Self.body(of: request)))
        let status = HTTPResponse.Status(code: response.status.rawValue)
        switch response.body {
        case .bytes(let bytes):
            return Response(
                status: status, headers: response.fields,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        case .stateNumbers(let numbers):
            guard streams.open() else {
                return Response(status: .serviceUnavailable)
            }
            return Response(
                status: status, headers: response.fields,
                body: StateEvents(numbers: numbers, streams: streams).body(for: request))
        }
    }

    /// A body that is too long, or breaks off, is handed on one byte too long: the site refuses it by name.
    private static func body(of request: Request) async -> [UInt8] {
        guard request.method == .post else { return [] }
        guard let buffer = try? await request.body.collect(upTo: ScreenSite.bodyLimit) else {
            return Array(repeating: 0, count: ScreenSite.bodyLimit + 1)
        }
        return Array(buffer: buffer)
    }
}

extension SiteRequest {
    fileprivate init(_ request: Request, body: [UInt8]) {
        func field(_ name: String) -> String? {
            HTTPField.Name(name).flatMap { request.headers[$0] }
        }
        let method: Method =
            switch request.method {
            case .get: .get
            case .post: .post
            default: .other
            }
        self.init(
            method, path: request.uri.path, query: request.uri.query,
            host: request.head.authority, origin: field("Origin"),
            fetchSite: field("Sec-Fetch-Site"), cookie: field("Cookie"),
            authorization: field("Authorization"), contentType: field("Content-Type"),
            accept: field("Accept"), body: body)
    }
}

extension SiteResponse {
    fileprivate var fields: HTTPFields {
        var fields = HTTPFields()
        for header in headers {
            guard let name = HTTPField.Name(header.name) else {
                preconditionFailure("The site sends only fields with valid names")
            }
            fields.append(HTTPField(name: name, value: header.value))
        }
        return fields
    }
}
