internal import DeviceProtocols
internal import KioskPorts

/// The recovery ladder of devices.md §6.6, each step once, then the next.
extension CCIDReader {
    func recover() async throws(CCIDFault) {
        guard var broken = dialogue else { return }
        broken.forgetLinks()
        var climbed: [CCIDRecoveryStep] = []
        for step in CCIDRecoveryStep.allCases {
            climbed.append(step)
            do throws(CCIDFault) {
                try await take(step, &broken)
                _ = try await broken.run(.getSlotStatus)
                dialogue = broken
                isOutOfStep = false
                troubles.count(.readerRecovered)
                log("the reader is in step again after \(Self.words(climbed))")
                return
            } catch {
                if error.kind == .readerGone {
                    await drop()
                    throw error
                }
            }
        }
        log("the reader is out of step even after \(Self.words(climbed))")
        await drop()
        throw .unfit("it does not answer after the whole recovery ladder")
    }

    private static func words(_ steps: [CCIDRecoveryStep]) -> String {
        steps.map(\.rawValue).joined(separator: ", ")
    }

    private func take(
        _ step: CCIDRecoveryStep, _ dialogue: inout CCIDDialogue
    ) async throws(CCIDFault) {
        switch step {
        case .drain: await dialogue.drain()
        case .abort: try await dialogue.abort()
        case .clearHalts:
            try await clearHalts(dialogue)
            // The message of an abort that got stuck at a halt: the reader refuses everything else.
            if dialogue.isAborting { try await dialogue.finishAbort() }
        case .powerOff: _ = try await dialogue.run(.powerOff)
        case .reclaim: try await reclaim(dialogue)
        case .reset: try await reset(dialogue)
        }
    }

    private func clearHalts(_ dialogue: CCIDDialogue) async throws(CCIDFault) {
        do throws(USBFault) {
            try await dialogue.connection.clearHalt(dialogue.function.bulkOut)
            try await dialogue.connection.clearHalt(dialogue.function.bulkIn)
        } catch {
            throw CCIDFault(error)
        }
    }

    private func reclaim(_ dialogue: CCIDDialogue) async throws(CCIDFault) {
        do throws(USBFault) {
            try await dialogue.connection.release(interface: dialogue.function.interface)
            try await dialogue.connection.claim(interface: dialogue.function.interface)
        } catch {
            throw CCIDFault(error)
        }
    }

    /// A reader that comes back as another device is found again by its selector.
    private func reset(_ dialogue: CCIDDialogue) async throws(CCIDFault) {
        do throws(USBFault) {
            try await dialogue.connection.reset()
        } catch {
            throw CCIDFault(error)
        }
    }
}

/// The steps, gentlest first.
enum CCIDRecoveryStep: String, CaseIterable {
    case drain, abort, clearHalts, powerOff, reclaim, reset
}
