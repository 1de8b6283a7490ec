import Testing

@testable import Simulator

/// Goal: at a wrong speed a line gives noise, not silence. Method: every byte between every two of the bridge's speeds.
@Suite struct SerialWaveformTests {
    private static let speeds = [9600, 19_200, 38_400, 57_600, 115_200]

    @Test("At the same speed bytes arrive as they were sent")
    func inTune() {
        let all = (UInt8.min...UInt8.max).map(\.self)
        for speed in Self.speeds {
            #expect(SerialWaveform.bytes(all, sentAt: speed, heardAt: speed) == all)
        }
    }

    @Test(
        "At another speed no byte sent alone is silent, and a fast listener hears several for one")
    func outOfTune() {
        for sent in Self.speeds {
            for heard in Self.speeds where heard != sent {
                for byte in UInt8.min...UInt8.max {
                    let noise = SerialWaveform.bytes([byte], sentAt: sent, heardAt: heard)
                    #expect(!noise.isEmpty && noise.count <= 12)
                }
            }
        }
    }

    @Test("Noise fakes an ACK and an EOT: a STATUS packet of 38400 baud holds an EOT at 57600")
    func fakes() {
        let status: [UInt8] = [0xF2, 0, 0, 3, 0x43, 0x31, 0x30, 0x03, 0xB0]
        let heard = SerialWaveform.bytes(status, sentAt: 38_400, heardAt: 57_600)
        #expect(heard.contains(0x04))
        let initialise: [UInt8] = [0xF2, 0, 0, 3, 0x43, 0x30, 0x33, 0x03, 0xB2]
        #expect(SerialWaveform.bytes(initialise, sentAt: 9600, heardAt: 19_200).contains(0x06))
    }
}
