import DeviceProtocols
import Testing

@Suite("Messages of vsmartcard's virtual reader")
struct VPCDMessageTests {
    @Test(
        "Each message goes over the line as a length and bytes, and comes back as itself",
        arguments: [
            (VPCDMessage.powerOff, [0, 1, 0x00]), (.powerOn, [0, 1, 0x01]), (.reset, [0, 1, 0x02]),
            (.requestAnswerToReset, [0, 1, 0x04]),
            (.apdu([0x90, 0x60, 0, 0, 0]), [0, 5, 0x90, 0x60, 0, 0, 0]),
        ] as [(VPCDMessage, [UInt8])])
    func form(message: VPCDMessage, bytes: [UInt8]) throws {
        #expect(message.encoded == bytes)
        var stream = bytes + [9]
        let content = try #require(VPCDMessage.unframed(from: &stream))
        #expect(VPCDMessage(content) == message && stream == [9])
    }

    @Test(
        "Nothing, and a control that no driver has, are no message",
        arguments: [[], [3], [5], [0xFF]])
    func none(bytes: [UInt8]) {
        #expect(VPCDMessage(bytes) == nil)
    }

    @Test("A message in pieces is taken once it is whole")
    func pieces() {
        let bytes = VPCDMessage.apdu(Array(repeating: 7, count: 300)).encoded
        var stream: [UInt8] = []
        for byte in bytes.dropLast() {
            stream.append(byte)
            #expect(VPCDMessage.unframed(from: &stream) == nil)
        }
        stream.append(bytes[bytes.count - 1])
        #expect(VPCDMessage.unframed(from: &stream)?.count == 300 && stream.isEmpty)
    }
}
