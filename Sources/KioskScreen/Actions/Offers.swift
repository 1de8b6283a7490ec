package import KioskCore

/// What a page offers: exactly the taps that the core accepts now and that change something. A wish to stop that was
/// noted before is accepted again without effect, and is not offered twice.
package struct Offers: Hashable, Sendable {
    package let actions: Set<FormAction>

    package init(_ state: KioskState) {
        actions = Set(
            FormAction.decidedByCore.filter { action in
                guard let tap = action.tap else { return false }
                let transition = state.on(.tapped(tap))
                guard transition.refusal == nil else { return false }
                return transition.state != state || !transition.commands.isEmpty
            })
    }

    package func contains(_ action: FormAction) -> Bool { actions.contains(action) }
}
