import CampusCard
import Foundation
import KioskCore
import KioskPorts
import KioskScreen

/// Values that the tests of the screen share.
enum ScreenFixtures {
    /// 2026-11-23 09:30 in Shanghai.
    static let now: Int64 = 1_795_397_400_000
    static let shanghai: Int32 = 28_800
    static let caseID = CaseID(validated: "019aad5c-7e10-7c3a-9d52-0f4e3b6a1c88")

    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func texts() throws -> ScreenTexts {
        try ScreenTexts.read(folder: repository.appending(path: "kiosk-config/locales").path)
    }

    static func composer() throws -> PageComposer {
        PageComposer(texts: try texts(), zoneOffsetSeconds: shanghai)
    }

    static func writer() throws -> PageWriter {
        PageWriter(artwork: try ScreenAssets.installed().artwork)
    }

    static let holder = MaskedHolder(
        name: "张**", studentNumber: "2021****37", cardNumber: "****34")

    static func quote(fen: Int64 = 1500, reason: FeeReason = .standard) -> QuotedFee {
        QuotedFee(
            fee: Money(fen: fen), feeReason: reason, spendable: Money(fen: 8_640),
            alreadyReportedLost: false)
    }

    static func reason(_ reason: OutOfServiceReason) -> StandingReason {
        StandingReason(reason: reason, sinceMilliseconds: now - 47 * 60_000)
    }

    static func snapshot(
        _ state: KioskState, _ language: ScreenLanguage = .english, number: Int = 7,
        holder: MaskedHolder? = ScreenFixtures.holder, quote: QuotedFee? = ScreenFixtures.quote(),
        reasons: [StandingReason] = [], remaining: Int64? = 21_000
    ) -> ScreenSnapshot {
        ScreenSnapshot(
            stateNumber: number, state: state, language: language,
            kiosk: KioskID(validated: "K-03"), caseID: state.phase == .idle ? nil : caseID,
            holder: holder, quote: quote,
            refused: Refused(
                .insufficientFunds, fee: Money(fen: 1500), spendable: Money(fen: 320),
                retryAfterSeconds: 840, kiosk: KioskID(validated: "K-01")),
            reasons: reasons, remainingMilliseconds: remaining, wallMilliseconds: now)
    }
}

/// One `<form>` of a page, read with another eye than the one that wrote it.
struct SentForm {
    let fields: [String: String]
    let isReachable: Bool

    var action: String { fields["action"] ?? "" }

    /// The forms of a page; those under the veil of a warning are out of reach.
    static func all(in html: String) -> [SentForm] {
        let covered = html.contains(" inert>")
        let veil = html.range(of: "<div class=\"veil\">")?.lowerBound
        return html.ranges(of: /<form .*?<\/form>/).map { range in
            SentForm(
                fields: hiddenFields(in: String(html[range])),
                isReachable: !covered || veil.map { $0 < range.lowerBound } ?? false)
        }
    }

    private static func hiddenFields(in form: String) -> [String: String] {
        let inputs = form.matches(of: /<input type="hidden" name="(\w+)" value="([^"]*)">/)
        return Dictionary(
            inputs.map { (String($0.1), String($0.2)) }, uniquingKeysWith: { first, _ in first })
    }
}
