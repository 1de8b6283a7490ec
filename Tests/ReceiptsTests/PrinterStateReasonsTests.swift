import KioskPorts
import Testing

@testable import Receipts

@Suite("Printer state reasons")
struct PrinterStateReasonsTests {
    private func condition(
        _ state: PrinterState?, _ reasons: [String], _ message: String = ""
    ) -> PrinterCondition {
        PrinterStateReasons.status(
            of: PrinterReport(state: state, reasons: reasons, message: message)
        ).condition
    }

    @Test(
        "A keyword means the same with each severity and in each state of the printer",
        arguments: [
            ("media-empty", PrinterCondition.paperOut), ("media-needed", .paperOut),
            ("cover-open", .coverOpen), ("door-open", .coverOpen), ("media-jam", .jammed),
            ("offline", .offline), ("shutdown", .offline), ("paused", .unknown),
        ])
    func keywords(stem: String, expected: PrinterCondition) {
        for state in [PrinterState.idle, .processing, .stopped] {
            for severity in ["", "-error", "-warning", "-report"] {
                #expect(condition(state, [stem + severity]) == expected)
            }
        }
    }

    @Test("Nothing to report is ready, idle or at work; stopped for no known reason is unknown")
    func statesWithoutReasons() {
        for reasons in [[], ["none"], ["cups-waiting-for-job-completed"], ["connecting-to-device"]]
        {
            #expect(condition(.idle, reasons) == .ready)
            #expect(condition(.processing, reasons) == .ready)
            #expect(condition(.stopped, reasons) == .unknown)
            #expect(condition(nil, reasons) == .unknown)
        }
    }

    @Test("Of several conditions the one that must be dealt with first is told")
    func precedence() {
        let all = ["media-low", "media-empty", "media-jam", "cover-open", "offline-report"]
        let expected: [PrinterCondition] = [.paperLow, .paperOut, .jammed, .coverOpen, .offline]
        for (count, condition) in zip(1..., expected) {
            #expect(self.condition(.stopped, Array(all.prefix(count).reversed())) != .ready)
            #expect(self.condition(.processing, Array(all.prefix(count))) == condition)
        }
    }

    @Test("The print server's sentence for an unreachable printer counts while there is a job")
    func offlineMessage() {
        let message = "The printer may not exist or is unavailable at this time."
        #expect(condition(.processing, ["none"], message) == .offline)
        #expect(condition(.stopped, ["paused"], message) == .offline)
        #expect(condition(.idle, ["none"], message) == .ready)
        #expect(condition(.processing, ["none"], "Connected to printer.") == .ready)
    }

    @Test("The words are kept as they came")
    func wordsAreKept() {
        let status = PrinterStateReasons.status(
            of: PrinterReport(
                state: .processing, reasons: ["none", "xyz-unheard-of-error"], message: "Hm."))
        #expect(status.reasons == ["xyz-unheard-of-error"])
        #expect(status.message == "Hm.")
    }

    @Test("Only a condition that needs a person keeps a job from being sent")
    func whatAcceptsJobs() {
        let accepting = PrinterCondition.allCases.filter(\.acceptsJobs)
        #expect(accepting == [.ready, .paperLow, .unknown])
    }

    @Test("Only a completed job is printed; one at work may wait for ever")
    func standings() {
        let standings = (3...9).map { PrintJobState(rawValue: $0)?.standing }
        #expect(
            standings == [.waiting, .waiting, .waiting, .waiting, .givenUp, .givenUp, .printed])
    }
}
