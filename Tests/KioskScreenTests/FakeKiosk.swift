import CampusCard
import KioskCore
import KioskPorts

/// A kiosk whose store, machine and printer always succeed at once: it runs the real core and answers every command.
actor FakeKiosk: ScreenHost {
    private var state: KioskState
    private var number = 1
    private var language = ScreenLanguage.chinese
    private var readers: [AsyncStream<Int>.Continuation] = []
    /// The right password; another one is refused.
    private let password: String
    private(set) var chosenPassword: CardPassword?

    init(password: String = "000000", pickup: PickupRule = .extensible) {
        self.password = password
        let ready = Readiness(
            canReplace: true, canReportLoss: true, canKeepReports: false)
        state =
            KioskState.started(pickup: pickup).on(.recovered).state
            .on(.readinessChanged(ready)).state
    }

    func snapshot() -> ScreenSnapshot {
        ScreenFixtures.snapshot(state, language, number: number)
    }

    func stateNumbers() -> AsyncStream<Int> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Int.self, bufferingPolicy: .bufferingNewest(1))
        continuation.yield(number)
        readers.append(continuation)
        return stream
    }

    func perform(_ action: ScreenAction, stateNumber: Int) -> ScreenReply {
        guard stateNumber == number else { return .stale(stateNumber: number) }
        switch action {
        case .chooseLanguage(let chosen):
            language = chosen
            renumber()
            return .accepted(stateNumber: number)
        case .tap(let tap): return take(.tapped(tap))
        case .logIn(_, let typed):
            let answer = take(.tapped(.submitCredentials))
            let right = typed.digits == password
            happen(
                .store(
                    right
                        ? .loggedIn(mustChangePassword: password == "000000")
                        : .refused(.login, .wrongCredentials)))
            return answer
        case .changePassword(let typed):
            chosenPassword = typed
            let answer = take(.tapped(.submitNewPassword))
            happen(.store(.passwordChanged))
            return answer
        }
    }

    /// Lets something happen to the machine.
    func happen(_ event: Event) { _ = take(event) }

    private func take(_ event: Event) -> ScreenReply {
        let transition = state.on(event)
        if let refusal = transition.refusal {
            return .refused(refusal, stateNumber: number)
        }
        state = transition.state
        renumber()
        return .accepted(stateNumber: number)
    }

    private func renumber() {
        number += 1
        for reader in readers { reader.yield(number) }
    }
}
