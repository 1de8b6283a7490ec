import Foundation
import Hummingbird

/// The page's own files, read once at the start.
struct PageFiles: Sendable {
    /// The files by the path under which they are served.
    private let files: [String: File]

    private struct File: Sendable {
        let type: String
        let bytes: ByteBuffer
    }

    private static let names = [
        ("/", "machine.html", "text/html; charset=utf-8"),
        ("/machine.css", "machine.css", "text/css; charset=utf-8"),
        ("/machine.js", "machine.js", "text/javascript; charset=utf-8"),
        ("/machine.svg", "machine.svg", "image/svg+xml"),
        ("/texts.json", "texts.json", "application/json"),
    ]

    /// Throws when the build left a file out.
    init() throws {
        var files: [String: File] = [:]
        for (path, name, type) in Self.names {
            let place = Bundle.module.bundleURL.appending(path: "Resources/\(name)")
            let bytes = try Data(contentsOf: place)
            files[path] = File(type: type, bytes: ByteBuffer(bytes: bytes))
        }
        self.files = files
    }

    var paths: [String] { files.keys.sorted() }

    func response(for path: String) -> Response {
        guard let file = files[path] else { return Response(status: .notFound) }
        return Response(
            status: .ok, headers: [.contentType: file.type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: file.bytes))
    }
}
