import Foundation
import KioskPorts
import Simulator
import Testing
import USBLink

@Suite("A device replugged for years, real libusb")
struct ReplugTests {
    @Test("After 250 replugs the device still answers, and nothing piles up")
    func manyReplugs() async {
        LibUSBRig.arrangePreload()
        await #expect(processExitsWith: .success) {
            let rig = try LibUSBRig()
            try rig.folder.plug(EchoDevice(serial: "stays"), port: 1)
            let stays = try await opened(port: 1, of: rig.bus)
            var addresses: [UInt8] = []
            var openFiles: [Int] = []
            for round in 1...250 {
                let events = rig.bus.events()
                try rig.folder.plug(EchoDevice(serial: "\(round)"), port: 2)
                let usb = try await opened(port: 2, of: rig.bus)
                #expect(await usb.serialNumber(timeout: BusCase.long) == "\(round)")
                addresses.append(usb.device.id.address)
                await usb.close()
                rig.folder.unplug(port: 2)
                for await case .left in events { break }
                if round % 50 == 0 {
                    openFiles.append(
                        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count)
                }
            }
            #expect(Array(addresses.prefix(125)) == Array(UInt8(3)...127))
            #expect(addresses[125] == 3)
            #expect(!addresses.contains(stays.device.id.address))
            #expect(await stays.serialNumber(timeout: BusCase.long) == "stays")
            // Descriptors of a few sessions may still be closing.
            #expect((openFiles.last ?? .max) <= (openFiles.first ?? 0) + 10)
            await stays.close()
            await rig.close()
        }
    }
}
