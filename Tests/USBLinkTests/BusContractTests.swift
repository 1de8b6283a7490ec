import KioskPorts
import Simulator
import Testing

@Suite("Both buses keep one contract")
struct BusContractTests {
    @Test("The in-process bus keeps it", arguments: BusCase.allCases)
    func inProcess(_ which: BusCase) async throws {
        let bus = InProcessBus(clock: RealTimeClock())
        try await which.run(bus: bus, front: bus)
    }

    @Test("Real libusb over the simulated folder keeps it", arguments: BusCase.allCases)
    func libusb(_ which: BusCase) async {
        LibUSBRig.arrangePreload()
        await #expect(processExitsWith: .success) { [which] in
            let rig = try LibUSBRig()
            try await which.run(bus: rig.bus, front: rig.folder)
            await rig.close()
        }
    }
}
