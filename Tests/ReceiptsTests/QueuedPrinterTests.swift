import KioskPorts
import Testing

@testable import Receipts

/// What a queue and the printer behind it say together.
@Suite("Status behind a queue")
struct QueuedPrinterTests {
    private func report(
        _ state: PrinterState?, _ reasons: [String] = [], _ message: String = ""
    ) -> PrinterReport {
        PrinterReport(state: state, reasons: reasons, message: message)
    }

    private func condition(
        _ queue: PrinterReport, _ printer: QueuedPrinter, old: Set<String> = []
    ) -> PrinterCondition {
        PrinterStateReasons.status(queue: queue, printer: printer, old: old).condition
    }

    private static let states: [PrinterState] = [.idle, .processing, .stopped]

    @Test("A printer that can be asked and does not answer is offline whatever its queue says")
    func silentPrinters() {
        for state in Self.states {
            #expect(condition(report(state), .silent(reason: "no route")) == .offline)
        }
    }

    @Test("A printer that answers has the word, over what the queue met in a job of the past")
    func answeringPrinters() {
        let message = "The printer may not exist or is unavailable at this time."
        for state in [PrinterState.idle, .processing] {
            let queue = report(state, ["media-empty-error"], message)
            #expect(condition(queue, .answers(report(.idle))) == .ready)
            #expect(condition(queue, .answers(report(.idle, ["cover-open"]))) == .coverOpen)
        }
    }

    @Test("A queue that was stopped is told, unless its printer needs a person all the same")
    func stoppedQueues() {
        let queue = report(.stopped, ["paused"])
        #expect(condition(queue, .answers(report(.idle))) == .unknown)
        #expect(condition(queue, .answers(report(.idle, ["media-low"]))) == .unknown)
        #expect(condition(queue, .answers(report(.idle, ["media-empty"]))) == .paperOut)
    }

    @Test("Of a hidden printer an idle queue knows nothing for sure: a job is worth a try")
    func hiddenPrinters() {
        #expect(condition(report(.idle), .hidden) == .ready)
        #expect(condition(report(.idle, ["media-low"]), .hidden) == .paperLow)
        #expect(condition(report(.idle, ["media-empty"]), .hidden) == .unknown)
        #expect(condition(report(.processing, ["media-empty"]), .hidden) == .paperOut)
        #expect(condition(report(.stopped, ["offline"]), .hidden) == .offline)
    }

    @Test("Under a job only what was not said before it counts")
    func news() {
        let old: Set = ["media-empty-error"]
        let queue = report(.processing, ["media-empty-error"])
        #expect(condition(queue, .hidden, old: old) == .ready)
        #expect(condition(queue, .hidden) == .paperOut)
        let more = report(.processing, ["media-empty-error", "cover-open-error"])
        #expect(condition(more, .hidden, old: old) == .coverOpen)
    }
}
