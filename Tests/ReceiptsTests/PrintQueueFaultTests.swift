import Foundation
import KioskPorts
import Receipts
import Testing

/// What can be wrong with the printer behind a queue, or with the print server, before a job and
/// under it.
@Suite("Faults behind a queue", .serialized, .timeLimit(.minutes(2)))
struct PrintQueueFaultTests {
    private static let faults: [(RunningPrinter.Fault, PrinterCondition)] = [
        (.paperOut, .paperOut), (.coverOpen, .coverOpen),
    ]

    @Test("A fault is known before a job is sent, and gone with its cause", arguments: faults)
    func faultsAreKnown(fault: RunningPrinter.Fault, condition: PrinterCondition) async throws {
        let queue = try await PrintQueue()
        let printer = try queue.driver()
        try queue.machine.set(fault)
        try await until("the printer is \(condition)") {
            await printer.status().condition == condition
        }
        guard case .notReady(let status) = try await PrintQueue.fault(of: printer) else {
            Issue.record("the job was sent")
            return
        }
        #expect(status.condition == condition)
        #expect(!status.reasons.isEmpty)
        try queue.machine.clear(fault)
        try await until("the printer is ready") { await printer.status().condition == .ready }
        try await queue.expectFirstPaper(from: printer)
    }

    @Test(
        "A fault under a job ends it; its slip never comes out, and the next receipt does",
        arguments: faults)
    func faultsUnderAJob(fault: RunningPrinter.Fault, condition: PrinterCondition) async throws {
        let queue = try await PrintQueue()
        let printer = try queue.driver()
        try queue.machine.set(.hold)
        async let outcome = PrintQueue.fault(of: printer)
        try await until("the job is in the printer") { queue.machine.isBusy }
        try queue.machine.set(fault)
        guard case .unfinished(_, let status, let withdrawn) = try await outcome else {
            Issue.record("the job was not ended")
            return
        }
        #expect(status.condition == condition)
        #expect(withdrawn)
        try queue.machine.clear(.hold)
        try queue.machine.clear(fault)
        try await until("the printer is ready") { await printer.status().condition == .ready }
        try await until("the printer is idle") { !queue.machine.isBusy }
        try await queue.expectFirstPaper(from: printer)
    }

    @Test("A printer that is off is offline before a job and under it, and prints when it is back")
    func switchedOff() async throws {
        let queue = try await PrintQueue()
        let printer = try queue.driver()
        try queue.machine.set(.hold)
        async let outcome = PrintQueue.fault(of: printer)
        try await until("the job is in the printer") { queue.machine.isBusy }
        queue.machine.stop()
        guard case .unfinished(_, let status, _) = try await outcome else {
            Issue.record("the job was not ended")
            return
        }
        #expect(status.condition == .offline)
        guard case .notReady(let off) = try await PrintQueue.fault(of: printer) else {
            Issue.record("a printer that is off was sent a job")
            return
        }
        #expect(off.condition == .offline)
        try queue.machine.clear(.hold)
        try await queue.machine.start()
        try await queue.expectFirstPaper(from: printer)
    }

    @Test(
        "A print server that ended is offline; what it kept is withdrawn before the next receipt",
        arguments: ServerEnd.allCases)
    func serverEnds(_ end: ServerEnd) async throws {
        let queue = try await PrintQueue()
        let before = try queue.driver()
        try queue.machine.set(.paperOut)
        try leave(aJobOf: "kiosk", in: queue)
        try await until("the job is in the printer") { queue.machine.isBusy }
        end.happen(to: queue)
        #expect(await before.status().condition == .offline)
        guard case .notReady(let status) = try await PrintQueue.fault(of: before) else {
            Issue.record("the job was sent to nobody")
            return
        }
        #expect(status.condition == .offline)
        try await end.pass(at: queue)
        let printer = try queue.driver()
        try await until("paper is out") { await printer.status().condition == .paperOut }
        try queue.machine.clear(.paperOut)
        try await until("the printer is ready") { await printer.status().condition == .ready }
        try await queue.expectFirstPaper(from: printer)
    }

    @Test("A job whose print server ends is not printed as far as anybody knows")
    func serverEndsMeanwhile() async throws {
        let queue = try await PrintQueue()
        let printer = try queue.driver()
        try queue.machine.set(.hold)
        async let outcome = PrintQueue.fault(of: printer)
        try await until("the job is in the printer") { queue.machine.isBusy }
        queue.server.stop()
        guard case .unfinished(_, let status, let withdrawn) = try await outcome else {
            Issue.record("the job was not ended")
            return
        }
        #expect(status.condition == .offline)
        #expect(!withdrawn)
        try await queue.server.start()
        #expect(await printer.status().condition == .ready)
        try queue.machine.clear(.hold)
        try await until("the printer is idle") { !queue.machine.isBusy }
        try await queue.expectFirstPaper(from: printer)
    }

    @Test("A job that hangs for no reason is withdrawn and never comes out")
    func hangingJobs() async throws {
        let queue = try await PrintQueue()
        try queue.machine.set(.hold)
        let printer = try queue.driver(jobLimit: .seconds(2))
        guard
            case .unfinished(_, let status, let withdrawn) = try await PrintQueue.fault(of: printer)
        else {
            Issue.record("the job was not ended")
            return
        }
        #expect(status.condition == .ready)
        #expect(withdrawn)
        try queue.machine.clear(.hold)
        try await until("the printer is idle") { !queue.machine.isBusy }
        try await queue.expectFirstPaper(from: queue.driver())
    }

    @Test(
        "A job in a queue that a person stopped is withdrawn and does not come out when it goes on")
    func stoppedQueues() async throws {
        let queue = try await PrintQueue()
        try queue.server.administer("cupsdisable", [PrintQueue.name])
        let printer = try queue.driver(jobLimit: .seconds(1))
        #expect(await printer.status().condition == .unknown)
        guard
            case .unfinished(_, let status, let withdrawn) = try await PrintQueue.fault(of: printer)
        else {
            Issue.record("the job was not ended")
            return
        }
        #expect(status.condition == .unknown)
        #expect(withdrawn)
        try queue.server.administer("cupsenable", [PrintQueue.name])
        try await queue.expectFirstPaper(from: queue.driver())
    }

    @Test("What an earlier run of the kiosk left in the queue is withdrawn; others' jobs stay")
    func leftovers() async throws {
        let queue = try await PrintQueue()
        try queue.server.administer("cupsdisable", [PrintQueue.name])
        try leave(aJobOf: "kiosk", in: queue)
        try leave(aJobOf: "technician", in: queue)
        let printer = try queue.driver()
        _ = await printer.status()
        try queue.server.administer("cupsenable", [PrintQueue.name])
        try await until("the other job is printed") { try queue.machine.papers().count == 1 }
        _ = try await printer.print(PrintQueue.receipt, jobName: "receipt")
        let papers = try queue.machine.papers()
        #expect(papers.count == 2)
    }

    /// Puts a job into the queue that no driver waits for.
    private func leave(aJobOf user: String, in queue: PrintQueue) throws {
        let document = try queue.documents.make(PrintQueue.receipt)
        try queue.server.administer("lp", ["-U", user, "-d", PrintQueue.name, document.path])
    }

    enum ServerEnd: CaseIterable {
        /// The print server alone, as when it is installed anew.
        case inOrder
        /// With the printer.
        case byPowerCut

        func happen(to queue: PrintQueue) {
            switch self {
            case .inOrder: queue.server.stop()
            case .byPowerCut:
                queue.server.cutPower()
                queue.machine.stop()
            }
        }

        func pass(at queue: PrintQueue) async throws {
            switch self {
            case .inOrder: break
            case .byPowerCut: try await queue.machine.start()
            }
            try await queue.server.start()
        }
    }
}
