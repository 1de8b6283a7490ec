import CardEncoding
import KioskPorts

/// What the kiosk counts of the faults that its ports and jobs report.
extension PrinterFault {
    var trouble: Trouble {
        switch self {
        case .notReady(let status): status.condition.trouble ?? .printRefused
        case .unanswered, .unfinished: .printUnanswered
        case .notRendered, .refused, .abandoned: .printRefused
        }
    }
}

extension PrinterCondition {
    /// Nil for one that takes jobs.
    var trouble: Trouble? {
        switch self {
        case .ready, .paperLow, .unknown: nil
        case .paperOut, .coverOpen, .jammed: .printerNotReady
        case .offline: .printerOffline
        }
    }
}

extension EncodingFaultCause {
    /// Nil for what was counted when it happened.
    var trouble: Trouble? {
        switch self {
        case .lost: nil
        case .notAuthentic, .refused, .foreignStatusWord, .keysRefused, .damaged: .cardRefused
        case .rejected(let rejection): rejection.trouble
        }
    }
}

extension CardRejection {
    var trouble: Trouble {
        switch self {
        case .readBackDiffers: .cardReadBackDiffers
        case .notDESFire, .unsupportedHardware, .notOriginal, .randomUID, .otherCard, .noNumber,
            .foreignKey,
            .foreignApplications, .noApplication, .keyNotTaken:
            .blankForeign
        case .otherContents, .blocked: .blankUsed
        case .noStatus: .cardRefused
        }
    }
}

extension EncodingInput {
    /// The card has answered.
    var isAnswer: Bool { if case .answer = self { true } else { false } }
}
