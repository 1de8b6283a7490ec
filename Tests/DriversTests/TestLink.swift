import Drivers
import Foundation
import KioskPorts
import Simulator
import Testing

/// A bridge between the driver and a simulated unit.
enum TestLink: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case ch340, ch340Version30, ch340Version27, ftdi, pl2303Old, pl2303HX, pl2303HXN, cp210x
    case cdcACM, cp2110, padded, paddedWithoutOut

    /// Those that a suite of CH340 alone does not cover.
    static let others = allCases.filter { !$0.rawValue.hasPrefix("ch340") }
    /// Those with a line, whose speed and form can be wrong.
    static let lines = allCases.filter { $0 != .padded && $0 != .paddedWithoutOut }

    func model(unit: any SerialUnit) -> any SimulatedUSBDevice {
        switch self {
        case .ch340: CH340Bridge(unit: unit)
        case .ch340Version30: CH340Bridge(unit: unit, version: 0x30)
        case .ch340Version27: CH340Bridge(unit: unit, version: 0x27)
        case .ftdi: FTDIBridge(unit: unit)
        case .pl2303Old: PL2303Bridge(.old, unit: unit)
        case .pl2303HX: PL2303Bridge(.hx, unit: unit)
        case .pl2303HXN: PL2303Bridge(.hxn, unit: unit)
        case .cp210x: CP210xBridge(unit: unit)
        case .cdcACM: CDCBridge(unit: unit)
        case .cp2110: ReportBridge(.cp2110, unit: unit)
        case .padded: ReportBridge(.padded, unit: unit)
        case .paddedWithoutOut: ReportBridge(.paddedWithoutOut, unit: unit)
        }
    }

    /// A transfer of no more bytes carries nothing.
    var idleLength: Int { self == .ftdi ? 2 : 0 }

    /// The shipped table.
    static func bridges() throws -> SerialBridges {
        let shipped = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../hardware/serial-bridges/bridges.json")
        return try SerialBridges(json: Data(contentsOf: shipped))
    }

    var testDescription: String { rawValue }
}
