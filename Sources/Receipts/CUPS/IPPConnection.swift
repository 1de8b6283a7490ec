import CCUPS

/// Why a request has no useful answer.
enum IPPFault: Error, Hashable {
    /// No connection, or no answer in time.
    case unreachable(String)
    /// The printer answered and takes no job now, though it may soon (RFC 8011 §4.1.4: busy).
    case busy
    case refused(String)
    /// The printer does not do what an attribute of the job asks for.
    case unsupported(String)
}

/// Requests to one printer, each on a connection of its own: a connection that was cut, or a
/// printer that was switched off and on, leaves nothing behind. All calls block, so they belong on
/// a `PrinterThread`; what libcups says of an error is kept per thread.
struct IPPConnection {
    let endpoint: IPPEndpoint
    let limits: IPPLimits

    /// A request with what all of them have (RFC 8011 §4.1.4). Its language is English, not that of
    /// the machine: the messages of a print server are read by `PrinterStateReasons`.
    func request(_ operation: ipp_op_t) -> OpaquePointer? {
        let request = ippNew()
        ippSetOperation(request, operation)
        ippSetRequestId(request, 1)
        let head = IPP_TAG_OPERATION
        ippAddString(request, head, IPP_TAG_CHARSET, "attributes-charset", nil, "utf-8")
        ippAddString(request, head, IPP_TAG_LANGUAGE, "attributes-natural-language", nil, "en")
        ippAddString(request, head, IPP_TAG_URI, "printer-uri", nil, endpoint.uri)
        ippAddString(request, head, IPP_TAG_NAME, "requesting-user-name", nil, "kiosk")
        return request
    }

    /// Sends a request, with a file or without, and takes it over: it is freed in any case.
    func send(_ request: OpaquePointer?, file: String? = nil) throws(IPPFault) -> IPPAnswer {
        let encryption =
            endpoint.encrypted ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_IF_REQUESTED
        let connection = httpConnect2(
            endpoint.host, endpoint.port, nil, AF_UNSPEC, encryption, 1,
            limits.connectMilliseconds, nil)
        guard let connection else {
            let reason = lastError()
            ippDelete(request)
            throw .unreachable(reason)
        }
        defer { httpClose(connection) }
        httpSetTimeout(connection, limits.answerSeconds, { _, _ in 0 }, nil)
        let answer =
            if let file { cupsDoFileRequest(connection, request, endpoint.resource, file) } else {
                cupsDoRequest(connection, request, endpoint.resource)
            }
        guard let answer else { throw .unreachable(lastError()) }
        return try checked(IPPAnswer(answer))
    }

    private func checked(_ answer: IPPAnswer) throws(IPPFault) -> IPPAnswer {
        let status = answer.status
        // RFC 8011 §4.1.6: 0x0000 to 0x00FF are the successes.
        if status.rawValue <= 0x00FF { return answer }
        if status == IPP_STATUS_ERROR_BUSY { throw .busy }
        let message = answer.texts("status-message").first ?? ""
        let reason = "\(String(cString: ippErrorString(status))) \(message)"
        throw status == IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES
            ? .unsupported(reason) : .refused(reason)
    }

    private func lastError() -> String {
        cupsLastErrorString().map { String(cString: $0) } ?? "no reason given"
    }
}

/// How long a printer may keep the printer's thread waiting.
package struct IPPLimits: Hashable, Sendable {
    package let connectMilliseconds: Int32
    package let answerSeconds: Double

    package static let standard = IPPLimits(connectMilliseconds: 3_000, answerSeconds: 5)

    package init(connectMilliseconds: Int32, answerSeconds: Double) {
        self.connectMilliseconds = connectMilliseconds
        self.answerSeconds = answerSeconds
    }
}

/// An answer, owned. Used on the thread that got it.
final class IPPAnswer {
    private let message: OpaquePointer

    init(_ message: OpaquePointer) {
        self.message = message
    }

    deinit {
        ippDelete(message)
    }

    var status: ipp_status_t { ippGetStatusCode(message) }

    /// The first value of an integer or enumeration; nil when the printer did not send it.
    func integer(_ name: String) -> Int32? {
        ippFindAttribute(message, name, IPP_TAG_ZERO).map { ippGetInteger($0, 0) }
    }

    /// The first value of each attribute of this name: an answer about jobs has one for each job.
    func integers(_ name: String) -> [Int32] {
        var values: [Int32] = []
        var attribute = ippFindAttribute(message, name, IPP_TAG_INTEGER)
        while let found = attribute {
            values.append(ippGetInteger(found, 0))
            attribute = ippFindNextAttribute(message, name, IPP_TAG_INTEGER)
        }
        return values
    }

    /// All values of a keyword or text.
    func texts(_ name: String) -> [String] {
        guard let attribute = ippFindAttribute(message, name, IPP_TAG_ZERO) else { return [] }
        return (0..<ippGetCount(attribute)).compactMap { index in
            ippGetString(attribute, index, nil).map { String(cString: $0) }
        }
    }
}
