/// bError of a failed command, with the byte as it came (devices.md §6.2, CCID 1.1 §6.2.6).
package struct CCIDError: Hashable, Sendable, CustomStringConvertible {
    package let raw: UInt8

    package init(raw: UInt8) { self.raw = raw }

    package init(_ code: CCIDErrorCode) { raw = code.rawValue }

    /// Nil for an index of a bad header byte (02…7F), a user-defined error (81…C0) or an unknown.
    package var code: CCIDErrorCode? { CCIDErrorCode(rawValue: raw) }

    package var description: String {
        let hex = (raw < 16 ? "0" : "") + String(raw, radix: 16, uppercase: true)
        return code.map { "\($0) (\(hex))" } ?? hex
    }
}

/// The errors that the standard and libccid name.
package enum CCIDErrorCode: UInt8, Hashable, Sendable, CaseIterable {
    case notSupported = 0x00
    case wrongLength = 0x01
    case wrongSlot = 0x05
    case cardShortCircuit = 0xA2
    case answerToResetTooLong = 0xA3
    case noDataExchanged = 0xAB
    case emvMessageTooLong = 0xB0
    case emvProtocol = 0xBB
    case cardErrorInT1 = 0xBD
    case wrongAPDULength = 0xBE
    case slotBusy = 0xE0
    case pinCancelled = 0xEF
    case pinTimedOut = 0xF0
    case busyWithSequence = 0xF2
    case deactivatedProtocol = 0xF3
    case procedureByteConflict = 0xF4
    case classNotSupported = 0xF5
    case protocolNotSupported = 0xF6
    case badCheckCharacter = 0xF7
    case badInitialCharacter = 0xF8
    case hardware = 0xFB
    case overrun = 0xFC
    case parity = 0xFD
    /// Absent if bmICCStatus says so, else mute.
    case cardMute = 0xFE
    case aborted = 0xFF
}
