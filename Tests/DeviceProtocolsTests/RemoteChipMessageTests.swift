import Testing

@testable import DeviceProtocols

@Suite("The line to a chip that lives elsewhere")
struct RemoteChipMessageTests {
    @Test(
        "Every message comes off the stream as it went on, at the lengths where the bytes change",
        arguments: [0, 1, 5, 255, 256, 0xFFFE])
    func roundTrip(length: Int) {
        let message = RemoteChipMessage.apdu([UInt8](repeating: 7, count: length))
        var stream = message.encoded + RemoteChipMessage.fieldLost.encoded + [0]
        #expect(RemoteChipMessage.take(from: &stream) == message)
        #expect(RemoteChipMessage.take(from: &stream) == .fieldLost)
        #expect(RemoteChipMessage.take(from: &stream) == nil)
        #expect(stream == [0])
    }

    @Test("The length is two bytes, most significant first, and FFFF has nothing after it")
    func bytes() {
        #expect(RemoteChipMessage.apdu([0x90, 0x60]).encoded == [0, 2, 0x90, 0x60])
        #expect(RemoteChipMessage.fieldLost.encoded == [0xFF, 0xFF])
    }

    @Test("No beginning of a message is taken for one")
    func beginnings() {
        let whole = RemoteChipMessage.apdu([1, 2, 3]).encoded
        for count in 0..<whole.count {
            var stream = Array(whole.prefix(count))
            #expect(RemoteChipMessage.take(from: &stream) == nil)
            #expect(stream.count == count)
        }
    }
}
