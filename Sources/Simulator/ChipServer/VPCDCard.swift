internal import DeviceProtocols

/// A chip as a card of vsmartcard's virtual reader, so that every PC/SC program finds it: see `VPCDMessage` for the line.
package struct VPCDCard: Sendable {
    /// Bytes taken off the line at a time.
    private static let readLimit = 4_096

    private let socket: StreamSocket

    /// Comes into the reader that waits on a port of this machine.
    package init(port: UInt16) throws(SocketFault) {
        socket = try StreamSocket.connected(toPort: port)
        socket.sendAtOnce()
    }

    /// Serves the reader on the thread of the caller, until it hangs up or `close`.
    package func run(_ chip: any ChipInField) {
        var slot = VPCDSlot(chip)
        while let bytes = socket.readSome(Self.readLimit) {
            let answer = slot.receive(bytes)
            guard answer.isEmpty || socket.write(answer) else { break }
        }
        socket.closeDescriptor()
    }

    package func close() {
        socket.shutDown()
    }
}

/// A chip between the contacts of a virtual reader. Without power it is silent, which the line has no word for: the answer
/// is empty.
struct VPCDSlot {
    private let chip: any ChipInField
    private var ats: [UInt8]?
    private var received: [UInt8] = []

    init(_ chip: any ChipInField) { self.chip = chip }

    /// Takes bytes from the reader, in whatever pieces they come.
    /// - Returns: the bytes that go back.
    mutating func receive(_ bytes: [UInt8]) -> [UInt8] {
        received += bytes
        var sent: [UInt8] = []
        while let message = VPCDMessage.unframed(from: &received) {
            sent += answer(VPCDMessage(message))
        }
        return sent
    }

    private mutating func answer(_ message: VPCDMessage?) -> [UInt8] {
        switch message {
        case .powerOn, .reset: ats = chip.answerToSelect()
        case .powerOff: ats = nil
        case .requestAnswerToReset:
            // The driver asks for it before it gives power, to see whether a card is there.
            return VPCDMessage.framed(ContactlessATR.bytes(ats: ats ?? chip.answerToSelect()))
        case .apdu(let apdu):
            return VPCDMessage.framed(ats == nil ? [] : chip.answer(apdu) ?? [])
        case nil: break
        }
        return []
    }
}
