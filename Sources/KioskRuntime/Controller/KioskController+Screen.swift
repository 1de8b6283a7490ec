package import KioskPorts
import CampusCard
import KioskCore

/// The controller as the screen sees it.
extension KioskController: ScreenHost {
    package func snapshot() -> ScreenSnapshot {
        let student = caseFile?.student
        return ScreenSnapshot(
            stateNumber: stateNumber, state: state, language: language, kiosk: settings.kiosk,
            caseID: caseFile?.caseID, holder: student?.holder,
            quote: student?.quote.map {
                QuotedFee(
                    fee: $0.fee, feeReason: $0.feeReason, spendable: $0.spendable,
                    alreadyReportedLost: $0.alreadyReportedLost)
            },
            refused: caseFile?.refused, reasons: reasons,
            remainingMilliseconds: timers.shownDeadline.map {
                max(0, ($0 - equipment.clock.monotonic()).wholeMilliseconds)
            },
            wallMilliseconds: equipment.clock.wallMilliseconds())
    }

    package func stateNumbers() -> AsyncStream<Int> {
        listen()
    }

    package func perform(_ action: ScreenAction, stateNumber number: Int) -> ScreenReply {
        guard number == stateNumber else { return .stale(stateNumber: stateNumber) }
        if case .chooseLanguage(let chosen) = action {
            language = chosen
            announce()
            return .accepted(stateNumber: stateNumber)
        }
        guard let tap = tap(for: action) else {
            return .refused(.notOffered, stateNumber: stateNumber)
        }
        let transition = deliver(.tapped(tap))
        if let refusal = transition.refusal {
            return .refused(refusal, stateNumber: stateNumber)
        }
        return .accepted(stateNumber: stateNumber)
    }

    /// Puts what was typed where the call will find it; the core hears only that it was typed. Nil when the tap needs
    /// something typed and nothing was.
    private func tap(for action: ScreenAction) -> Tap? {
        switch action {
        case .tap(.submitCredentials), .tap(.submitNewPassword), .chooseLanguage:
            return nil
        case .tap(let tap):
            return tap
        case .logIn(let number, let password):
            caseFile?.credentials = (number, password)
            return .submitCredentials
        case .changePassword(let password):
            caseFile?.newPassword = password
            return .submitNewPassword
        }
    }
}
