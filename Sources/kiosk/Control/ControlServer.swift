import CampusCard
import Drivers
import Foundation
import HTTPTypes
import Hummingbird
import KioskCore
import KioskPorts
import KioskRuntime
import KioskScreen
import Logging
import NIOCore

/// The control socket of a running kiosk: for commands of the same user, by the socket's permissions.
struct ControlServer {
    let controller: KioskController
    let journal: any KioskJournal
    /// Where the journal lies, for those who read it.
    let journalPath: String
    let texts: ScreenTexts
    /// What the kiosk has dealt with.
    let troubles: TroubleCounter
    /// Where the USB traffic is dumped.
    let traces: TraceShelf
    /// The address of the screen with its token.
    let screen: String

    /// A service to run in a group.
    func application(socket: String, logger: Logger) -> some ApplicationProtocol {
        let router = Router()
        router.get("status") { _, _ in try Self.response(await status()) }
        router.post("stock/count") { request, _ in
            let count = try await Self.question(request, CountRequest.self)
            if let fault = count.fault { throw HTTPError(.badRequest, message: fault) }
            return try Self.response(try await book(count))
        }
        router.post("journal/rows") { request, _ in
            let question = try await Self.question(request, RowsQuestion.self)
            return try Self.response(try JournalFile(path: journalPath).rows(question))
        }
        router.get("journal/ledger") { _, _ in
            try Self.response(try JournalFile(path: journalPath).ledger())
        }
        router.get("journal/check") { _, _ in
            try Self.response(try JournalFile(path: journalPath, troubles: troubles).verify())
        }
        router.post("trace/dump") { _, _ in try Self.response(try await dumpTrace()) }
        // A kiosk that was killed leaves its socket behind; the lock says that no other one runs.
        try? FileManager.default.removeItem(atPath: socket)
        return Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .unixDomainSocket(path: socket), serverName: "kiosk-control"),
            logger: logger)
    }

    /// What was asked, read from the request's body.
    private static func question<Question: Decodable>(
        _ request: Request, _: Question.Type
    ) async throws -> Question {
        let body = try await request.body.collect(upTo: ControlMessages.questionByteLimit)
        do {
            return try JSONDecoder().decode(Question.self, from: Data(body.readableBytesView))
        } catch {
            throw HTTPError(.badRequest, message: "this is no \(Question.self): \(error)")
        }
    }

    private func status() async -> KioskStatus {
        let shown = await controller.snapshot()
        let readiness = shown.state.readiness
        return KioskStatus(
            kiosk: shown.kiosk.text, phase: PhaseName.of(shown.state.phase),
            caseID: shown.caseID?.text,
            reasons: shown.reasons.map {
                KioskStatus.Reason(
                    reason: $0.reason.rawValue, sinceMilliseconds: $0.sinceMilliseconds)
            },
            canReplace: readiness.canReplace, canReportLoss: readiness.canReportLoss,
            readers: await controller.readers(), stock: try? journal.stock(),
            troubles: troublesSoFar, screen: screen)
    }

    private var troublesSoFar: [KioskStatus.TroubleCount] {
        troubles.soFar.counted.map { trouble, count in
            KioskStatus.TroubleCount(
                trouble: trouble, count: count,
                chinese: texts.in(.chinese)[.trouble(trouble)],
                english: texts.in(.english)[.trouble(trouble)])
        }
    }

    private func book(_ count: CountRequest) async throws -> CountAnswer {
        var refusal: String?
        for (unit, found) in [(StockUnit.hopper, count.hopper), (.bin, count.bin)] {
            guard let found, refusal == nil else { continue }
            refusal = await controller.count(unit, found: found, by: count.by)?.sentence
        }
        return CountAnswer(refusal: refusal, stock: try journal.stock())
    }

    private func dumpTrace() async throws -> TraceDumpAnswer {
        do throws(TraceShelf.Fault) {
            return TraceDumpAnswer(file: try await traces.dump("request"))
        } catch {
            throw HTTPError(.internalServerError, message: "\(error)")
        }
    }

    private static func response(_ message: some Encodable) throws -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: try ControlMessages.text(message))))
    }
}

/// The name of a phase, without what it carries.
enum PhaseName {
    static func of(_ phase: Phase) -> String {
        String("\(phase)".prefix { $0 != "(" })
    }
}
