package import CampusCard
package import CardPrimitives

/// A CPU card with FMCOS 2.0 (FM1208, FM1280): keys with try counters, line protection, a PBOC
/// purse, a memory that outlives power, and cryptography of its own.
///
/// It follows the maker's user manual and is checked against published exchanges of real cards.
/// Where the manual is silent it is strict: a wrong MAC at WRITE KEY costs a try of the key. Space
/// is not counted, PINs and the electronic passbook are not there, and no claim is made on timing.
package final class VirtualFMCOS {
    /// What survives without power.
    package internal(set) var memory: FMCOSMemory
    var random: any RandomSource
    private var isPowered = false

    // Everything below is lost with the field.
    /// Index of the application that is selected; nil for the root.
    var selected: Int?
    /// The file that commands without a short identifier go to.
    var currentFile: UInt16?
    /// State of the root, and of the application that is selected.
    var rootState: UInt8 = 0
    var applicationState: UInt8 = 0
    /// The directory was empty when it was entered.
    var isFree = false
    /// For the next command only.
    var challenge: [UInt8]?
    /// A load or a purchase that was begun.
    var transaction: FMCOSTransaction?

    package init(memory: FMCOSMemory, random: any RandomSource) {
        self.memory = memory
        self.random = random
    }

    package var uid: CardUID { memory.uid }

    /// Brings the card into the field, or resets it there. - Returns: its answer to select.
    package func activate() -> [UInt8] {
        fieldLost()
        isPowered = true
        enter(nil)
        return [0x10, 0x78, 0x80, 0x90, 0x02] + [UInt8](repeating: 0x20, count: 11)
    }

    package func fieldLost() {
        isPowered = false
        (rootState, applicationState) = (0, 0)
        (currentFile, challenge, transaction) = (nil, nil, nil)
        selected = nil
    }

    /// The answer to a command APDU, status word included; nothing when the card has no field.
    package func transmit(_ apdu: [UInt8]) -> [UInt8] {
        guard isPowered else { return [] }
        guard let command = FMCOSCommand(apdu) else { return FMCOSStatus.wrongLength.bytes }
        guard !memory.isBlocked else { return FMCOSStatus.locked.bytes }
        let given = challenge
        challenge = nil
        do throws(FMCOSStatus) {
            return try execute(command, challenge: given) + [0x90, 0x00]
        } catch {
            return error.bytes
        }
    }

    /// Takes the field away while the card works on a command. The maker promises that a
    /// transaction of the purse is whole; a write to a file may end anywhere within it, and a key or
    /// a file that was being made is broken.
    package func tear(_ apdu: [UInt8], leaving outcome: TornWrite) {
        let before = memory
        _ = transmit(apdu)
        switch outcome {
        case .undone: memory = before
        case .done: break
        case .damaged: memory = memory.torn(since: before)
        }
        fieldLost()
    }

    var directory: FMCOSDirectory {
        get { selected.map { memory.root.applications[$0] } ?? memory.root }
        set {
            if let selected {
                memory.root.applications[selected] = newValue
            } else {
                memory.root = newValue
            }
        }
    }

    /// Goes into an application or back to the root.
    func enter(_ application: Int?) {
        selected = application
        applicationState = 0
        currentFile = nil
        transaction = nil
        isFree = directory.isEmpty
    }

    /// Whether the state of the directory, or of the root, lies within a right (manual 5.2).
    func allows(_ right: UInt8) -> Bool {
        if isFree { return true }
        let (highest, lowest) = (right >> 4, right & 0x0F)
        if highest == 0 { return rootState >= lowest }
        let state = selected == nil ? rootState : applicationState
        return (lowest...max(lowest, highest)).contains(state) && lowest <= highest
    }

    func require(_ right: UInt8) throws(FMCOSStatus) {
        guard allows(right) else { throw .securityState }
    }
}
