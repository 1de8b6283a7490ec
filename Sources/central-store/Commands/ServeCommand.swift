import ArgumentParser
import CentralStore
import CentralStoreService
import Foundation
import Logging

/// `central-store serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve kiosks over mutual TLS until SIGTERM or SIGINT.",
        discussion: """
            POST /kiosk/v1/<call> takes the calls of kiosks that show a certificate of the \
            campus's authority; its common name is the kiosk's id. GET /health answers "ok". \
            Running requests are answered before the process ends. Renewed certificates are taken \
            at the next start.

            Example:
              central-store serve --data store-data --port 8443

            Exit status: 0 after a signal, 1 when it cannot begin: settings, keys, certificates, \
            the port, or another store that serves the same folder.
            """)

    @OptionGroup var options: StoreOptions

    @Option(help: "The port, in place of the one in store.json; 0 takes any free one.")
    var port: Int?

    func validate() throws {
        guard let port, !(0...65_535).contains(port) else { return }
        throw ValidationError("--port is \(port); it must be 0 to 65535")
    }

    func run() async throws {
        let store = try options.store()
        try options.certificates.requireStoreFiles()
        let service = try options.service(mayCreate: true)
        try StoreLock.take(in: options.folder)
        let server = StoreServer(
            service: service, files: options.certificates.storeFiles,
            host: store.host, port: port ?? store.port)
        var logger = Logger(label: "central-store")
        logger.logLevel = .warning
        try await server.run(logger: logger) { port in
            print("central store: https://\(store.host):\(port)")
            fflush(nil)  // whoever started the store may be reading a pipe
        }
    }
}
