/// The code of a negative answer, e1 e0, with the bytes as they came.
package struct CRTHIDRefusal: Hashable, Sendable, CustomStringConvertible {
    package let raw: [UInt8]
    /// What it means; nil if the table does not have it.
    package let code: CRTHIDCode?

    package init(_ e1: UInt8, _ e0: UInt8) {
        raw = [e1, e0]
        code = CRTHIDCode(rawValue: String(decoding: raw, as: UTF8.self))
    }

    package init(_ code: CRTHIDCode) {
        raw = Array(code.rawValue.utf8)
        self.code = code
    }

    package var description: String {
        raw.map { (0x20...0x7E).contains($0) ? String(UnicodeScalar($0)) : "?" }.joined()
    }
}

/// The error codes of CREATOR's units with CRC-16 (devices.md §3, sp_linux `DevImpl_CRT591H.h`). A *slot* is a place in
/// which the unit keeps cards.
package enum CRTHIDCode: String, Hashable, Sendable, CaseIterable {
    case undefinedCommand = "00"
    case parameter = "01"
    case data = "02"
    case cannotExecute = "03"
    /// No motion is taken until the door is shut.
    case doorOpen = "06"
    /// Below 20 V.
    case supplyLow = "11"
    /// Above 28 V.
    case supplyHigh = "12"
    /// The supply came back, and the unit was not initialised since.
    case notInitialised = "13"
    case memory = "16"
    case slotSensor = "19"
    case liftJam = "20"
    case feedJam = "22"
    /// The unit waited for a card, and none came.
    case feedTimedOut = "23"
    /// A hand pulled the card while it was fed.
    case pulledInFeed = "24"
    case ejectJam = "28"
    case motorPosition = "29"
    case slotNotAligned = "30"
    case slotOccupied = "31"
    case slotEmpty = "32"
    case cardNotSaved = "35"
    case hopperEmpty = "A0"
}
