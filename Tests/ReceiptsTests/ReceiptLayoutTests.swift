import CampusCard
import KioskPorts
import Receipts
import Testing

@Suite("Receipt layout")
struct ReceiptLayoutTests {
    private let composer: ReceiptComposer

    init() throws {
        composer = ReceiptComposer(wording: try ReceiptFixtures.wording())
    }

    private func outline(_ index: Int, _ languages: ReceiptLanguages) -> String {
        composer.layout(ReceiptFixtures.receipt(ReceiptFixtures.contents[index], languages)).outline
    }

    @Test("A replacement in both languages")
    func replaced() {
        #expect(
            outline(0, .both) == """
                letterhead: 示范大学校园卡中心
                letterhead 2: Campus Card Centre, Example University
                heavy rule
                title: 补卡成功
                title 2: Card replaced
                dashed rule
                normal row: 姓名 / Name = 张**
                normal row: 学号 / Student no. = 2021****37
                normal row: 卡号 / Card no. = ****34
                strong row: 工本费 / Fee = ¥15.00
                normal row: 余额 / Balance = ¥86.50
                dashed rule
                paragraph: 新卡可以立即使用，旧卡已永久作废。
                paragraph 2: Your new card works at once. The old card is cancelled for good.
                paragraph: 请妥善保管新卡。
                paragraph 2: Please keep your new card safe.
                dashed rule
                code: 019ab3f2-7c41-7d1e-9a53-5e0b7c2f4a18
                caption: 咨询时请出示此码
                caption 2: Show this code when you ask for help
                caption: 业务编号 Case number
                identifier: 019ab3f2-7c41-7d1e-9a53-5e0b7c2f4a18
                fine row: 时间 / Time = 2026-11-22 22:01:17
                fine row: 终端 / Kiosk = K-03
                fine row: 跟踪号 / Trace = 4bf92f3577b34da6a3ce929d0e0e4736
                heavy rule
                footer: 人工服务：学生活动中心 101 室，电话 8888-1234
                footer 2: Service desk: Student Centre, room 101. Phone 8888-1234
                """)
    }

    @Test("A replacement free of charge, in Chinese, without a balance")
    func replacedFree() {
        #expect(
            outline(1, .chinese) == """
                letterhead: 示范大学校园卡中心
                heavy rule
                title: 补卡成功
                dashed rule
                normal row: 姓名 = 张**
                normal row: 学号 = 2021****37
                normal row: 卡号 = ****34
                strong row: 工本费 = 免费
                dashed rule
                paragraph: 新卡可以立即使用，旧卡已永久作废。
                paragraph: 请妥善保管新卡。
                dashed rule
                code: 019ab3f2-7c41-7d1e-9a53-5e0b7c2f4a18
                caption: 咨询时请出示此码
                caption: 业务编号
                identifier: 019ab3f2-7c41-7d1e-9a53-5e0b7c2f4a18
                fine row: 时间 = 2026-11-22 22:01:17
                fine row: 终端 = K-03
                fine row: 跟踪号 = 4bf92f3577b34da6a3ce929d0e0e4736
                heavy rule
                footer: 人工服务：学生活动中心 101 室，电话 8888-1234
                """)
    }

    @Test("A trace that goes by the number of the case is not printed a second time")
    func traceOfTheCase() {
        let receipt = Receipt(
            content: ReceiptFixtures.contents[0], caseNumber: ReceiptFixtures.caseNumber,
            trace: ReceiptTrace(validated: ReceiptFixtures.caseNumber.text),
            kiosk: KioskID(validated: "K-03"), time: ReceiptFixtures.time, languages: .chinese)
        let outline = composer.layout(receipt).outline
        #expect(outline.contains("identifier: \(ReceiptFixtures.caseNumber)"))
        #expect(!outline.contains("跟踪号"))
    }

    /// What stands between the letterhead and the code: the rest is the same on every receipt.
    private func body(_ index: Int, _ languages: ReceiptLanguages) -> String {
        let lines = outline(index, languages).split(separator: "\n")
        let start = lines.firstIndex { $0.hasPrefix("title") } ?? 0
        let end = lines.firstIndex { $0.hasPrefix("code") } ?? lines.count
        return lines[start..<end].dropLast().joined(separator: "\n")
    }

    @Test("A loss report that the store has taken")
    func lossReported() {
        #expect(
            body(2, .english) == """
                title: Card reported lost
                dashed rule
                normal row: Name = 张**
                normal row: Student no. = 2021****37
                normal row: Card no. = ****34
                dashed rule
                paragraph: This card is stopped. If you find it, release it at a kiosk.
                """)
    }

    @Test("A loss report without network says that the card is not stopped yet, and another way")
    func lossWaiting() {
        #expect(
            body(3, .both) == """
                title: 挂失申请已登记
                title 2: Loss report recorded
                warning: 卡片尚未停用！
                warning 2: The card is NOT stopped yet!
                dashed rule
                normal row: 学号 / Student no. = 2021****37
                dashed rule
                paragraph: 网络中断，本机将在网络恢复后提交挂失申请（24 小时内有效）。请尽快联系人工服务停用卡片。
                paragraph 2: There is no network. The kiosk sends the report when it is back, \
                within 24 hours. \
                To stop the card now, contact the service desk.
                """)
    }

    @Test("A card that was not taken: what became of card and money, and what to do")
    func notTaken() {
        #expect(
            body(4, .chinese) == """
                title: 新卡未取走
                dashed rule
                normal row: 姓名 = 张**
                normal row: 学号 = 2021****37
                normal row: 卡号 = ****34
                dashed rule
                question: 费用
                paragraph: ¥15.00 已全部退回。
                question: 卡片
                paragraph: 新卡已收回机内并作废。原卡也已停用。
                question: 下一步
                paragraph: 可以在本机重新办理。
                """)
    }

    @Test("A problem slip answers what became of money and card, and what to do now")
    func problem() {
        #expect(
            body(5, .both) == """
                title: 业务未完成
                title 2: Not completed
                dashed rule
                normal row: 姓名 / Name = 张**
                normal row: 学号 / Student no. = 2021****37
                dashed rule
                question: 费用
                question 2: Money
                paragraph: ¥15.00 暂时冻结，还没有扣款。查清之前不会扣，也绝不会扣两次。
                paragraph 2: ¥15.00 is set aside, not charged, until this is cleared up. \
                You are never charged twice.
                question: 卡片
                question 2: Card
                paragraph: 新卡状态待确认。
                paragraph 2: What became of the new card is being checked.
                question: 下一步
                question 2: What to do
                paragraph: 无需操作，结果会显示在手机页面上。
                paragraph 2: Nothing to do. The result appears on your phone page.
                """)
    }

    @Test(
        "Every outcome of money and card and every next step has words of its own in both languages"
    )
    func everyOutcomeHasItsWords() {
        let fee = ReceiptFixtures.fee
        let money: [MoneyOutcome] = [
            .notCharged, .held(fee), .released(fee), .captured(fee), .notKnown(fee),
        ]
        for languages in ReceiptLanguages.allCases {
            let moneyWords = money.map {
                words(
                    .init(holder: nil, money: $0, card: .unchanged, nextStep: .tryAgain), languages)
            }
            let cardWords = CardOutcome.allCases.map {
                words(
                    .init(holder: nil, money: .notCharged, card: $0, nextStep: .tryAgain), languages
                )
            }
            let stepWords = NextStep.allCases.map {
                words(
                    .init(holder: nil, money: .notCharged, card: .unchanged, nextStep: $0),
                    languages)
            }
            #expect(Set(moneyWords).count == money.count)
            #expect(Set(cardWords).count == CardOutcome.allCases.count)
            #expect(Set(stepWords).count == NextStep.allCases.count)
        }
    }

    private func words(_ problem: CaseProblem, _ languages: ReceiptLanguages) -> String {
        composer.layout(ReceiptFixtures.receipt(.problem(problem), languages)).outline
    }
}
