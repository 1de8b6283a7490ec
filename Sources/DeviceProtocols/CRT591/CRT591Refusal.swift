/// The code of a negative answer, e1 e0, with the bytes as they came.
package struct CRT591Refusal: Hashable, Sendable, CustomStringConvertible {
    package let raw: [UInt8]
    /// What it means; nil if the table has neither the code nor its mirror image.
    package let code: CRT591Code?
    /// The characters came in the wrong order ("0A" for A0 was seen on an R02 unit).
    package let isSwapped: Bool

    package init(_ e1: UInt8, _ e0: UInt8) {
        raw = [e1, e0]
        let direct = CRT591Code(e1, e0)
        code = direct ?? CRT591Code(e0, e1)
        isSwapped = direct == nil && code != nil
    }

    package init(_ code: CRT591Code) {
        raw = Array(code.rawValue.utf8)
        self.code = code
        isSwapped = false
    }

    package var description: String {
        raw.map { (0x20...0x7E).contains($0) ? String(UnicodeScalar($0)) : "?" }.joined()
    }
}

/// The error codes of the CRT-591 family (devices.md §2.5, CRT-591 protocol §2.2; 63 and 64 only
/// in the documents of the QUIO and F3 clones).
package enum CRT591Code: String, Hashable, Sendable, CaseIterable {
    case undefinedCommand = "00"
    case parameter = "01"
    case sequence = "02"
    case notSupportedByHardware = "03"
    case dataInPacket = "04"
    case contactNotReleased = "05"
    case jam = "10"
    case sensor = "12"
    case cardTooLong = "13"
    case cardTooShort = "14"
    case cannotRecycle = "40"
    case solenoid = "41"
    case cannotReachReader = "43"
    case movedByHand = "45"
    case counterOverflow = "50"
    case motor = "51"
    case supplyShort = "60"
    case activationFailed = "61"
    case notSupportedByCard = "62"
    case cardMute = "63"
    case cardProtocol = "64"
    case cardDisabled = "65"
    case notSupportedByThisCard = "66"
    case cardTransmission = "67"
    case cardTimedOut = "68"
    case notEMV = "69"
    case stackerEmpty = "A0"
    case binFull = "A1"
    /// After power-on everything but INIT is answered with this.
    case notReset = "B0"

    /// The code of two characters, or nil.
    init?(_ e1: UInt8, _ e0: UInt8) {
        self.init(rawValue: String(decoding: [e1, e0], as: UTF8.self))
    }
}

extension CRT591Code {
    /// Whether a unit that answers a motion with it says that it did not begin (devices.md §2.5): it found the command
    /// or its own state unfit before any motor turned.
    package var saysNothingMoved: Bool {
        switch self {
        case .undefinedCommand, .parameter, .sequence, .notSupportedByHardware, .dataInPacket,
            .contactNotReleased, .stackerEmpty, .binFull, .notReset:
            true
        case .jam, .sensor, .cardTooLong, .cardTooShort, .cannotRecycle, .solenoid,
            .cannotReachReader, .movedByHand, .counterOverflow, .motor, .supplyShort,
            .activationFailed, .notSupportedByCard, .cardMute, .cardProtocol, .cardDisabled,
            .notSupportedByThisCard, .cardTransmission, .cardTimedOut, .notEMV:
            false
        }
    }
}
