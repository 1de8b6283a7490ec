internal import DeviceProtocols
internal import KioskCore
package import KioskPorts

extension ConnectedCRTHID {
    /// The packet goes out here, and nowhere else, and once.
    package func run(
        _ movement: DispenserMovement, _ profile: CRTHIDProfile,
        after before: DispenserObservation
    ) async -> MotionEnding {
        do throws(DispenserLineFault) {
            // Answers bear no number, but come in order: behind one to a query there can follow none to an earlier motion
            // of the same kind, which would be taken for this one's.
            _ = try await queries.ask(.status)
            try await queries.line.discard()
        } catch {
            return .unsent(error)
        }
        let reply: CRTHIDReply
        do throws(DispenserLineFault) {
            reply = try await queries.line.exchange(
                profile.command(for: movement), answer: .milliseconds(profile.timeouts.motion))
        } catch {
            return .lost(error)
        }
        switch reply {
        case .positive(let status, _):
            if let seen = await arrival(movement, status, profile, before) {
                return .arrived(seen)
            }
            return .ended(
                MotionReport(
                    word: .nothing, saysDone: true, kind: .garbled, trouble: .sensorsDisagree,
                    detail: "reported as done with status \(status.raw)"))
        case .negative(let refusal, _):
            return .ended(
                MotionReport(
                    word: word(of: refusal, profile), saysDone: false,
                    kind: refusal.kind(of: movement), trouble: movement.trouble(of: refusal),
                    detail: "refused with \(refusal)"))
        }
    }

    /// What the unit's answer says, if it says that the card is where it was to go.
    ///
    /// For a presented card a second look would be worse evidence: a hand may take it before. For a fed one it is needed:
    /// only the sensors along the path show a second card that came with it. A retained one is nowhere to be seen.
    private func arrival(
        _ movement: DispenserMovement, _ status: CRTHIDStatus, _ profile: CRTHIDProfile,
        _ before: DispenserObservation
    ) async -> DispenserObservation? {
        guard profile.position(status, nil) == movement.goal else { return nil }
        switch movement {
        case .retain: return nil
        case .feed:
            // A look that fails proves nothing: the unit is looked at until it stands still.
            guard case .seen(let seen)? = try? await look(profile), seen.path == movement.goal
            else { return nil }
            return seen
        // The status tells of no hopper and no bin, and presenting changes neither.
        case .present:
            return DispenserObservation(
                path: movement.goal, hopper: before.hopper, bin: before.bin,
                binCount: before.binCount, raw: status.raw)
        }
    }

    private func word(
        of refusal: CRTHIDRefusal, _ profile: CRTHIDProfile
    ) -> MotionWitnesses.Word {
        switch refusal.kind {
        case .sensor: .sensorsLie
        case .jam where refusal.code != .feedTimedOut: .cardStuck
        case .disconnected, .timedOut, .garbled, .notCommissioned, .jam, .hopperEmpty, .binFull,
            .motor, .movedByHand, .wrongStock, .notReset, .refused:
            profile.saysNothingMoved(refusal) ? .nothingMoved : .nothing
        }
    }
}
