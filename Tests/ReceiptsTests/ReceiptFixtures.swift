import CampusCard
import Foundation
import KioskPorts
import Receipts

/// Receipts and the words of the repository's own configuration, as the tests of this target share
/// them.
enum ReceiptFixtures {
    static let caseNumber = CaseID(validated: "019ab3f2-7c41-7d1e-9a53-5e0b7c2f4a18")
    static let trace = ReceiptTrace(validated: "4bf92f3577b34da6a3ce929d0e0e4736")
    /// 2026-11-22 22:01:17 in Shanghai.
    static let time = ZonedTime(unixSeconds: 1_795_356_077, offsetSeconds: 28_800)
    static let holder = ReceiptHolder(
        name: MaskedName(masking: "张三丰"),
        studentNumber: MaskedStudentNumber(masking: StudentNumber(validated: "2021000037")))
    static let card = MaskedCardNumber(masking: CardNumber(10_071_234))
    static let fee = Money(fen: 1_500)

    /// One of each kind and of each of its variants that lays out differently.
    static let contents: [ReceiptContent] = [
        .replaced(
            ReplacedCard(holder: holder, card: card, fee: fee, balanceAfter: Money(fen: 8_650))),
        .replaced(ReplacedCard(holder: holder, card: card, fee: .zero, balanceAfter: nil)),
        .lossReported(LossReport(holder: holder, card: card, effect: .stopped)),
        .lossReported(
            LossReport(
                holder: ReceiptHolder(name: nil, studentNumber: holder.studentNumber), card: nil,
                effect: .notStoppedYet)),
        .notTaken(
            UntakenCard(holder: holder, card: card, money: .released(fee), nextStep: .tryAgain)),
        .problem(
            CaseProblem(
                holder: holder, money: .notKnown(fee), card: .notKnown, nextStep: .waitForResult)),
        .problem(
            CaseProblem(
                holder: nil, money: .notCharged, card: .unchanged, nextStep: .otherKiosk)),
    ]

    static func receipt(
        _ content: ReceiptContent, _ languages: ReceiptLanguages = .both,
        caseNumber: CaseID = caseNumber
    ) -> Receipt {
        Receipt(
            content: content, caseNumber: caseNumber, trace: trace,
            kiosk: KioskID(validated: "K-03"), time: time, languages: languages)
    }

    static var repository: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }

    static func wording() throws -> ReceiptWording {
        try ReceiptWording.read(folder: repository.appending(path: "kiosk-config/receipts").path)
    }
}
