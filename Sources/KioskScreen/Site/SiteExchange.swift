/// A request as far as the site looks at it.
package struct SiteRequest: Sendable {
    package let method: Method
    /// Without the query.
    package let path: String
    package let query: String?
    package let host: String?
    package let origin: String?
    /// `Sec-Fetch-Site` (Fetch Metadata): who caused the request, in the browser's view.
    package let fetchSite: String?
    package let cookie: String?
    package let authorization: String?
    package let contentType: String?
    package let accept: String?
    package let body: [UInt8]

    /// The methods that the site knows.
    package enum Method: Hashable, Sendable {
        case get, post, other
    }

    /// A request that carries only what is given.
    package init(
        _ method: Method, path: String, query: String? = nil, host: String? = nil,
        origin: String? = nil, fetchSite: String? = nil, cookie: String? = nil,
        authorization: String? = nil, contentType: String? = nil, accept: String? = nil,
        body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.host = host
        self.origin = origin
        self.fetchSite = fetchSite
        self.cookie = cookie
        self.authorization = authorization
        self.contentType = contentType
        self.accept = accept
        self.body = body
    }
}

/// An answer, before it becomes HTTP.
package struct SiteResponse: Sendable {
    package let status: Status
    package var headers: [Header]
    package let body: Body

    /// The status codes that the site uses (RFC 9110 §15).
    package enum Status: Int, Hashable, Sendable, CaseIterable {
        case ok = 200
        case seeOther = 303
        case badRequest = 400
        case forbidden = 403
        case notFound = 404
        case methodNotAllowed = 405
        case conflict = 409
        case contentTooLarge = 413
        case unsupportedMediaType = 415
        case unprocessable = 422
        case unavailable = 503
    }

    /// A field of the header.
    package struct Header: Hashable, Sendable {
        package let name: String
        package let value: String

        init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The body, or the endless one of `/events`.
    package enum Body: Sendable {
        case bytes([UInt8])
        case stateNumbers(AsyncStream<Int>)
    }

    init(_ status: Status, type: ContentType, bytes: [UInt8], headers: [Header] = []) {
        self.status = status
        self.headers = [Header("Content-Type", type.rawValue)] + headers
        body = .bytes(bytes)
    }

    init(stateNumbers: AsyncStream<Int>) {
        status = .ok
        headers = [Header("Content-Type", ContentType.events.rawValue)]
        body = .stateNumbers(stateNumbers)
    }

    /// A short answer for scripts and technicians, not for students.
    init(_ status: Status, explaining text: String, headers: [Header] = []) {
        self.init(status, type: .text, bytes: Array((text + "\n").utf8), headers: headers)
    }
}

/// The media types that the site sends.
package enum ContentType: String, Hashable, Sendable {
    case html = "text/html; charset=utf-8"
    case json = "application/json"
    case text = "text/plain; charset=utf-8"
    case events = "text/event-stream"
    case style = "text/css; charset=utf-8"
    case script = "text/javascript; charset=utf-8"
    case drawing = "image/svg+xml"
}

/// The addresses of the site.
package enum ScreenPath: String, Hashable, Sendable, CaseIterable {
    case page = "/"
    case act = "/act"
    case state = "/state"
    case events = "/events"
}
