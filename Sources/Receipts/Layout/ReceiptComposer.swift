import CampusCard
package import KioskPorts

/// Lays a receipt out: which lines it has, in which order and role. Pure; the same receipt gives
/// the same layout.
package struct ReceiptComposer: Sendable {
    private let wording: ReceiptWording

    package init(wording: ReceiptWording) {
        self.wording = wording
    }

    package func layout(_ receipt: Receipt) -> ReceiptLayout {
        let words = ReceiptWords(wording: wording, languages: receipt.languages)
        var blocks = words.text(wording.letterhead.campus, .letterhead)
        blocks.append(.rule(.heavy))
        blocks += body(receipt.content, words)
        blocks.append(.rule(.dashed))
        blocks += reference(receipt, words)
        blocks.append(.rule(.heavy))
        blocks += words.text(wording.letterhead.desk, .footer)
        return ReceiptLayout(blocks: blocks)
    }

    private func body(_ content: ReceiptContent, _ words: ReceiptWords) -> [ReceiptBlock] {
        switch content {
        case .replaced(let card): words.replaced(card)
        case .lossReported(let report): words.lossReported(report)
        case .notTaken(let card): words.notTaken(card)
        case .problem(let problem): words.problem(problem)
        }
    }

    /// What the desk and the technicians find the case by. A trace that goes by the number of the
    /// case needs no line of its own.
    private func reference(_ receipt: Receipt, _ words: ReceiptWords) -> [ReceiptBlock] {
        let number = receipt.caseNumber.text
        var blocks: [ReceiptBlock] = [.code(number)]
        blocks += words.text(wording[.scanForCase], .caption)
        blocks.append(words.line(.labelCase, .caption))
        blocks.append(.text(number, .identifier, .first))
        blocks.append(words.row(.labelTime, receipt.time.description, .fine))
        blocks.append(words.row(.labelKiosk, receipt.kiosk.text, .fine))
        if receipt.trace.text != number {
            blocks.append(words.row(.labelTrace, receipt.trace.text, .fine))
        }
        return blocks
    }
}
