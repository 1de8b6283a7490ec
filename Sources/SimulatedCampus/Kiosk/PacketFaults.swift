import CampusFaults
import Simulator

/// What goes wrong in the devices' own protocols at one kiosk: with the packets of the dispenser's line, and with the
/// messages of the reader inside.
final class PacketFaults: Sendable {
    let line = CRT591Faults()
    let reader: FaultyReader

    /// - Parameter reader: the model of a good one.
    init(reader: any SimulatedUSBDevice) {
        self.reader = FaultyReader(reader, faults: [])
    }

    /// Plans what this kind of fault is in the protocol of the device behind the plug.
    /// - Returns: false when it is nothing there.
    func plan(_ kind: FaultKind, at plug: Plug, _ draws: inout Draws) -> Bool {
        switch plug {
        case .dispenser:
            guard let faults = Self.ofLine[kind] else { return false }
            let occasion = draws.pick(CRT591Occasion.allCases)
            let skipping = occasion == .query ? draws.int(0...40) : draws.int(0...2)
            line.arm(draws.pick(faults), at: occasion, skipping: skipping)
        case .reader, .counter:
            guard let faults = Self.ofReader[kind] else { return false }
            reader.arm(draws.pick(faults), skipping: draws.int(0...44))
        }
        return true
    }

    /// What struck since the last call.
    func takeStruck() -> [FaultKind] {
        line.takeStruck().compactMap { struck in
            Self.ofLine.first { $0.value.contains(struck.kind) }?.key
        }
            + reader.takeStruck().compactMap { struck in
                Self.ofReader.first { $0.value.contains(struck.kind) }?.key
            }
    }

    /// No fault is left, and the reader hears again.
    func clear() {
        line.forget()
        reader.forget()
    }

    /// Each fault of the line stands under one kind.
    private static let ofLine: [FaultKind: [CRT591FaultKind]] = [
        .usbTimeoutBeforeAct: [.commandLost],
        .usbTimeoutAfterAct: [.answerLost],
        .usbLateReply: [.answerLate],
        .usbDuplicateReply: [.answerDoubled],
        .usbShortReply: [.answerTruncated],
        .usbResetByOther: [.initialisationForgotten],
        .usbWrongChecksum: [.answerGarbled, .answerAlwaysGarbled],
        .usbGarbage: [
            .noiseBeforeAnswer, .statusUnknown, .answerToAnotherCommand, .answerFromAnotherAddress,
        ],
        .usbLostAcknowledgement: [.acknowledgeLost, .goodPacketRefused, .falseRefusal],
        .usbBusyLong: [.busyForLong],
    ]

    /// Each fault of the reader stands under one kind. A reader that dies for good is none: nothing but another one
    /// would mend it.
    private static let ofReader: [FaultKind: [ReaderFaultKind]] = [
        .usbTimeoutBeforeAct: [.silentOnce, .hangsUntilAbort, .hangsUntilPowerOff],
        .usbTimeoutAfterAct: [.answersAfterAbort],
        .usbLateReply: [.staleAnswerFirst],
        .usbDuplicateReply: [.duplicateAnswer],
        .usbShortReply: [.truncatedAnswer, .emptyPacketsFirst],
        .usbStall: [.stallsIn, .stallsOut, .hangsUntilHaltCleared],
        .usbResetByOther: [.hangsUntilReset],
        .usbWrongChecksum: [.wrongLength, .wrongSequence, .wrongSlot],
        .usbGarbage: [.garbage, .oversizedAnswer, .hardwareError],
        .usbLostAcknowledgement: [.cardMute],
        .usbBusyLong: [.busyBriefly, .busyUntilReset, .extendsThenAnswers, .extendsForever],
    ]
}
