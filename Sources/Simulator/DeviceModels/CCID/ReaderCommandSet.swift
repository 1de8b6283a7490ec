/// How a simulated contactless reader takes the commands of PC/SC part 3: what its maker's document says, and not what a
/// driver expects.
package struct ReaderCommandSet: Hashable, Sendable {
    /// P1 of "load a key" that it takes: bit 5 set for a key that outlives the power.
    package var keyStructure: UInt8
    /// P2 of "load a key".
    package var keyNumbers: ClosedRange<UInt8>
    /// Only the obsolete form of "authenticate", FF 88.
    package var takesOldAuthentication = false
    /// What it says to a command for its chip (FF 00 00 00) waits until it is asked for by FF C0.
    package var keepsAnswers = false

    package init(keyStructure: UInt8, keyNumbers: ClosedRange<UInt8>) {
        self.keyStructure = keyStructure
        self.keyNumbers = keyNumbers
    }

    /// The keys outlive the power.
    var keepsKeys: Bool { keyStructure & 0x20 != 0 }
}
