import CampusCard
import CardPrimitives
import Foundation
import Hummingbird
import Journal
import KioskConfiguration
import KioskPorts
import KioskRuntime
import KioskScreen
import Logging
import Receipts
import ServiceLifecycle
import StoreClient
import UnixSignals

/// The composition root: every part of the kiosk, put together once.
struct KioskService {
    private let installation: Installation
    private let lock: RunLock
    private let carrier: MutualTLSCarrier
    private let devices: KioskDevices
    private let controller: KioskController
    private let journal: SQLiteJournal
    private let site: ScreenSite
    private let troubles = TroubleCounter()
    private let token: ScreenToken
    private let notice = ServiceNotice(environment: ProcessInfo.processInfo.environment)

    init(_ installation: Installation, trace: String?) async throws {
        self.installation = installation
        let configuration = installation.configuration
        try installation.files.prepare()
        lock = try RunLock(path: installation.files.lock)
        journal = try SQLiteJournal(
            path: installation.files.journal, epochIfNew: Self.newEpoch(), troubles: troubles)
        carrier = try MutualTLSCarrier(
            store: StoreAddress(host: configuration.store.host, port: configuration.store.port),
            files: KioskCertificateFiles(
                certificate: configuration.store.certificate, key: configuration.store.key,
                authority: configuration.store.trust))
        let clock = MachineClock()
        devices = try KioskDevices(
            installation, clock: clock, troubles: troubles, trace: trace)
        let equipment = Equipment(
            dispenser: devices.dispenser, readPosition: devices.readPosition,
            counter: devices.counter, printer: try Self.printer(installation, clock: clock),
            journal: journal,
            store: StoreClient(
                kiosk: configuration.kiosk, carrier: carrier, clock: clock, troubles: troubles),
            reportSealer: HPKEReportSealer(),
            reportShelf: try LossReportFolder(
                path: installation.files.lossReports, log: Log.write),
            clock: clock, troubles: troubles, random: { SystemRandom() }, executor: nil,
            log: Log.write)
        controller = KioskController(
            equipment: equipment, settings: try installation.settings(),
            pickup: installation.pickupRule)
        token = try Self.newToken()
        site = ScreenSite(
            screen: KioskScreen(
                host: controller,
                composer: PageComposer(
                    texts: installation.texts,
                    zoneOffsetSeconds: configuration.zoneOffsetSeconds)),
            assets: try .installed(), token: token)
    }

    /// Serves until SIGTERM or SIGINT, then ends in order; throws when the journal failed.
    func run() async throws {
        var logger = Logger(label: "kiosk")
        logger.logLevel = .error
        let port = installation.configuration.screen.port
        let address = "http://\(ScreenServer.address):\(port)/?token=\(token.text)"
        let screen = ScreenServer(site: site).application(port: port) { _ in announce(address) }
        let control = ControlServer(
            controller: controller, journal: journal, journalPath: installation.files.journal,
            texts: installation.texts, troubles: troubles, traces: devices.traces,
            screen: address
        ).application(socket: installation.files.controlSocket, logger: logger)
        let group = ServiceGroup(
            services: [
                ControllerService(controller: controller, notice: notice), control, screen,
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        defer { try? journal.close() }
        do {
            try await group.run()
        } catch {
            await close()
            throw error
        }
        await close()
    }

    private func announce(_ address: String) {
        let file = installation.files.screenAddress
        do {
            try Data("\(address)\n".utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
        } catch {
            Log.write("writing the screen's address to \(file): \(error.localizedDescription)")
        }
        FileHandle.standardOutput.write(Data("screen \(address)\n".utf8))
        notice.ready()
    }

    private func close() async {
        notice.stopping()
        for (trouble, count) in troubles.soFar.counted {
            Log.write("dealt with since the start: \(trouble.rawValue), \(count) times")
        }
        await devices.close()
        do {
            try await carrier.shutdown()
        } catch {
            Log.write("closing the connections to the store: \(error)")
        }
    }

    private static func printer(
        _ installation: Installation, clock: any KioskClock
    ) throws -> any ReceiptPrinter {
        let printer = installation.configuration.printer
        let destination: PrinterDestination =
            switch printer.destination {
            case .queue(let name): .queue(name)
            case .uri(let uri): .printer(uri: uri)
            }
        let documents = ReceiptDocuments(
            folder: installation.files.receipts, wording: installation.words)
        guard
            let found = CUPSReceiptPrinter(
                destination: destination, documents: documents, clock: clock,
                jobLimit: installation.configuration.timers.printing)
        else {
            throw InstallationFaults(complaints: ["printer.uri is not a URI of an IPP printer"])
        }
        return found
    }

    private static func newEpoch() -> JournalEpoch {
        JournalEpoch(validated: UUID().uuidString.lowercased())
    }

    private static func newToken() throws -> ScreenToken {
        var random = SystemRandom()
        let text = random.bytes(ScreenToken.lengthMinimum / 2)
            .map { String(UInt16($0) + 0x100, radix: 16).dropFirst() }.joined()
        guard let token = ScreenToken(text) else {
            preconditionFailure("Sixteen bytes are thirty-two hexadecimal digits")
        }
        return token
    }
}
