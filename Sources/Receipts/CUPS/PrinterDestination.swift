import CCUPS

/// Where receipts are printed.
package enum PrinterDestination: Hashable, Sendable {
    /// A queue of the print server of this machine (libcups: `CUPS_SERVER`, `client.conf`, or
    /// local).
    case queue(String)
    /// A printer, or a queue of any print server, by its URI: `ipp://host:port/path`, or `ipps`.
    case printer(uri: String)

    /// Where to connect to and what to call the printer there; nil when the URI is not one of IPP.
    func endpoint() -> IPPEndpoint? {
        switch self {
        case .queue(let name): IPPEndpoint(queue: name)
        case .printer(let uri): IPPEndpoint(uri: uri)
        }
    }
}

/// One printer on one server, as a request needs it.
struct IPPEndpoint: Hashable, Sendable {
    /// A name, an address, or the path of a Unix socket.
    let host: String
    let port: Int32
    let encrypted: Bool
    /// The path of HTTP requests.
    let resource: String
    /// The `printer-uri` of IPP requests.
    let uri: String

    /// CUPS keeps its queues under these paths; a printer has others.
    var isQueue: Bool { resource.hasPrefix("/printers/") || resource.hasPrefix("/classes/") }

    var isOnThisMachine: Bool {
        host.hasPrefix("/") || ["localhost", "127.0.0.1", "::1"].contains(host)
    }

    init(queue name: String) {
        host = String(cString: cupsServer())
        port = ippPort()
        encrypted = false
        var path = [CChar](repeating: 0, count: Self.textLimit)
        resource = "/printers/" + name
        _ = httpAssembleURI(
            HTTP_URI_CODING_ALL, &path, Int32(path.count), "ipp", nil, "localhost", 0, resource)
        uri = Self.text(path)
    }

    init?(uri: String) {
        var scheme = [CChar](repeating: 0, count: Self.textLimit)
        var user = scheme
        var host = scheme
        var resource = scheme
        var port: Int32 = 0
        let status = httpSeparateURI(
            HTTP_URI_CODING_ALL, uri, &scheme, Int32(scheme.count), &user, Int32(user.count),
            &host, Int32(host.count), &port, &resource, Int32(resource.count))
        guard status == HTTP_URI_STATUS_OK, ["ipp", "ipps"].contains(Self.text(scheme)) else {
            return nil
        }
        self.host = Self.text(host)
        self.port = port
        self.encrypted = Self.text(scheme) == "ipps"
        self.resource = Self.text(resource)
        self.uri = uri
    }

    /// Longer than any URI that IPP allows (RFC 8011 §5.1.6: 1,023 bytes).
    private static let textLimit = 1_024

    private static func text(_ buffer: [CChar]) -> String {
        String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
