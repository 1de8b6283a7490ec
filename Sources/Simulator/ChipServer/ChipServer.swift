/// A chip on a TCP port of this machine, for readers that are not ours. One reader at a time has
/// the chip in its field; the next waits until that one hangs up.
package struct ChipServer: Sendable {
    /// Bytes taken off the line at a time.
    private static let readLimit = 4_096

    private let socket: StreamSocket

    /// Listens from now on. - Parameter port: 0 takes any that is free.
    package init(port: UInt16) throws(SocketFault) {
        socket = try StreamSocket.listening(onPort: port)
    }

    /// The port that readers connect to.
    package var port: UInt16 { socket.port }

    /// Serves one reader after the other on the thread of the caller, until `close`.
    package func run(_ chip: any ChipInField) {
        var remote = RemoteChip(chip)
        while let reader = socket.accepted() {
            reader.sendAtOnce()
            remote.changeReader()
            while let bytes = reader.readSome(Self.readLimit) {
                let answer = remote.receive(bytes)
                guard answer.isEmpty || reader.write(answer) else { break }
            }
            reader.closeDescriptor()
        }
        socket.closeDescriptor()
    }

    /// Takes no more readers. The one that is being served is served to its end.
    package func close() {
        socket.shutDown()
    }
}
