internal import DeviceProtocols
internal import KioskCore
package import KioskPorts

extension ConnectedCRT591 {
    package func run(
        _ movement: DispenserMovement, _ profile: CRT591Profile,
        after before: DispenserObservation
    ) async -> MotionEnding {
        do throws(DispenserLineFault) {
            // A late answer to an earlier motion of the same kind would be taken for this one's.
            try await queries.line.discard()
        } catch {
            return .unsent(error)
        }
        switch await send(profile.command(for: movement), profile) {
        case .success(.positive(let status, _)):
            if let seen = await arrival(movement, status, before, profile) {
                return .arrived(seen)
            }
            return .ended(
                MotionReport(
                    word: .nothing, saysDone: true, kind: .garbled, trouble: .sensorsDisagree,
                    detail: "reported as done with status \(status.raw)"))
        case .success(.negative(let refusal, _)):
            return .ended(
                MotionReport(
                    word: word(of: refusal), saysDone: false, kind: CRT591Failure(refusal).kind,
                    trouble: movement.trouble(of: refusal), detail: "refused with \(refusal)"))
        // A NAK says that nothing was understood; noise can fake it.
        case .failure(let fault): return .lost(fault)
        }
    }

    /// What the unit itself says about a motion that it refused.
    private func word(of refusal: CRT591Refusal) -> MotionWitnesses.Word {
        if CRT591Failure(refusal).kind == .sensor { return .sensorsLie }
        // Not so the other codes of this kind: a card that did not arrive may never have left.
        if refusal.code == .jam { return .cardStuck }
        return refusal.code?.saysNothingMoved == true ? .nothingMoved : .nothing
    }

    /// What the unit's own answer says, if it says that the card is where it was to go.
    ///
    /// For a presented card a second look would be worse evidence: a hand may take it before. For a
    /// fed one it is needed: only the sensors along the path show a second card that came with it.
    private func arrival(
        _ movement: DispenserMovement, _ status: CRT591Status, _ before: DispenserObservation,
        _ profile: CRT591Profile
    ) async -> DispenserObservation? {
        guard profile.position(status, nil) == movement.goal else { return nil }
        switch movement {
        case .retain: return nil
        case .feed:
            if case .seen(let seen)? = try? await look(profile) {
                if seen.path == movement.goal { return seen }
                queries.line.troubles.count(.sensorsDisagree)
                return nil
            }
        // A look that fails takes nothing from the unit's word.
        case .present: break
        }
        // Neither feeding nor presenting drops a card into the bin.
        return DispenserObservation(
            path: movement.goal, hopper: profile.hopper(status), bin: profile.bin(status),
            binCount: before.binCount, raw: status.raw)
    }

    /// The packet goes out here, and nowhere else, and once.
    private func send(
        _ command: CRT591Command, _ profile: CRT591Profile
    ) async -> Result<CRT591Reply, DispenserLineFault> {
        do throws(DispenserLineFault) {
            return .success(
                try await queries.line.exchange(
                    command, acknowledge: .milliseconds(profile.timeouts.acknowledge),
                    answer: .milliseconds(profile.timeouts.motion)))
        } catch {
            return .failure(error)
        }
    }
}
