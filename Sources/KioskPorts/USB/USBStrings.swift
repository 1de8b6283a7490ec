extension USBConnection {
    /// The device's serial number in its first language, or nil if it has none or does not say.
    package func serialNumber(timeout: Duration) async -> String? {
        let index = device.descriptors.serialNumberIndex
        guard index != 0 else { return nil }
        guard let languages = await string(0, language: 0, timeout), languages.count >= 2 else {
            return nil
        }
        let language = UInt16(languages[0]) | UInt16(languages[1]) << 8
        guard let bytes = await string(index, language: language, timeout) else { return nil }
        let units = stride(from: 0, to: bytes.count - 1, by: 2).map {
            UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8
        }
        return String(decoding: units, as: UTF16.self)
    }

    /// A string descriptor's content (USB 2.0 §9.6.7) without its two bytes of head.
    private func string(
        _ index: UInt8, language: UInt16, _ timeout: Duration
    ) async -> [UInt8]? {
        let setup = USBSetup(
            requestType: 0x80, request: 6, value: 0x0300 | UInt16(index), index: language,
            length: 255)
        let result = await transfer(.controlIn(setup), timeout: timeout)
        guard result.end == .completed, result.bytes.count >= 2, result.bytes[1] == 3,
            Int(result.bytes[0]) == result.bytes.count
        else { return nil }
        return Array(result.bytes.dropFirst(2))
    }
}
