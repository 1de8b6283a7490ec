import KioskPorts
import Simulator
import Testing
import USBLink

@Suite("Two simulated devices under one folder, real libusb")
struct TwoDevicesTests {
    @Test("Both are found at their ports, opened, claimed, and answer side by side")
    func bothAnswer() async {
        LibUSBRig.arrangePreload()
        await #expect(processExitsWith: .success) {
            let rig = try LibUSBRig()
            try rig.folder.plug(EchoDevice(serial: "A"), port: 1)
            try rig.folder.plug(EchoDevice(serial: "B"), port: 2)
            let first = try await opened(port: 1, of: rig.bus)
            let second = try await opened(port: 2, of: rig.bus)
            #expect(first.device.product == USBProductID("1209:0001"))
            #expect(first.device.id != second.device.id)
            async let answers = [echo([1, 2, 3], over: first), echo([4, 5], over: second)]
            #expect(await answers == [[1, 2, 3], [4, 5]])
            await first.close()
            await second.close()
            await rig.close()
        }
    }

    @Test("A pulled device ends its transfer as gone, leaves, comes back as another, and answers")
    func unplugAndReplug() async {
        LibUSBRig.arrangePreload()
        await #expect(processExitsWith: .success) {
            let rig = try LibUSBRig()
            var events = rig.bus.events().makeAsyncIterator()
            try rig.folder.plug(EchoDevice(serial: "A"), port: 1)
            try rig.folder.plug(EchoDevice(serial: "B"), port: 2)
            let first = try await opened(port: 1, of: rig.bus)
            let other = try await opened(port: 2, of: rig.bus)
            let read = USBTransfer.bulkIn(EchoDevice.bulkIn, capacity: 512)
            async let waiting = first.transfer(read, timeout: .seconds(30))
            rig.folder.unplug(port: 1)
            #expect(await waiting.end == .deviceGone)
            #expect(await first.transfer(read, timeout: .seconds(1)).end == .deviceGone)
            #expect(await echo([7], over: other) == [7])
            await first.close()
            try rig.folder.plug(EchoDevice(serial: "A"), port: 1)
            let again = try await opened(port: 1, of: rig.bus)
            #expect(again.device.location == first.device.location)
            #expect(again.device.id != first.device.id)
            #expect(await echo([8, 9], over: again) == [8, 9])
            let seen = try await [events.next(), events.next(), events.next(), events.next()]
                .map { try #require($0) }
            #expect(seen.contains(.left(first.device)))
            #expect(seen.last == .arrived(again.device))
            await again.close()
            await other.close()
            await rig.close()
        }
    }
}

/// Sends bytes to an echo device and reads them back.
func echo(_ bytes: [UInt8], over connection: any USBConnection) async -> [UInt8] {
    let out = USBTransfer.bulkOut(EchoDevice.bulkOut, data: bytes)
    let sent = await connection.transfer(out, timeout: .seconds(5))
    #expect(sent == USBTransferResult(end: .completed, count: bytes.count))
    let read = USBTransfer.bulkIn(EchoDevice.bulkIn, capacity: 512)
    let received = await connection.transfer(read, timeout: .seconds(5))
    #expect(received.end == .completed)
    return received.bytes
}
