package import KioskPorts

/// Bytes to and from a serial device, however it is wired.
package protocol ByteLink: Sendable {
    /// Sends all bytes.
    func send(_ bytes: [UInt8]) async throws(ByteLinkFault)

    /// What came, at least one byte, or nothing if nothing came in time.
    func receive(within timeout: Duration) async throws(ByteLinkFault) -> [UInt8]

    /// Throws away what came and was not read.
    /// - Returns: how many bytes that were.
    @discardableResult
    func discardInput() async throws(ByteLinkFault) -> Int

    /// Changes the speed, in bits per second, if it is another one.
    func setSpeed(_ baud: Int) async throws(ByteLinkFault)

    func close() async
}

/// Why bytes did not go through.
package enum ByteLinkFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The bridge was pulled, or is not there.
    case gone
    /// The bridge did not take bytes or a request in time, or refused it.
    case stuck(doing: String, USBTransferEnd)
    /// The bridge is not the kind of device it should be.
    case unfit(String)
    case bus(USBFault)

    package var description: String {
        switch self {
        case .gone: "the serial bridge is gone"
        case .stuck(let doing, let end): "\(doing): the serial bridge \(end)"
        case .unfit(let why): "the serial bridge cannot be used: \(why)"
        case .bus(let fault): fault.description
        }
    }
}
