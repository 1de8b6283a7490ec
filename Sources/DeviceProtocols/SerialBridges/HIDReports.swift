/// How a stream of bytes is cut into HID reports.
package enum HIDReports: Hashable, Sendable, CaseIterable {
    /// A report's id is the count of its bytes, 1 to 63 (Silicon Labs AN434, CP2110 and CP2114).
    case counted
    /// Reports of 64 bytes without an id, filled with zeros, which the frames inside count out
    /// (devices.md §3, CREATOR's units).
    case padded

    /// Bytes of one report, with its id if it has one.
    package static let size = 64

    /// The reports that carry bytes.
    package func reports(of bytes: [UInt8]) -> [[UInt8]] {
        let room = self == .counted ? Self.size - 1 : Self.size
        return stride(from: 0, to: bytes.count, by: room).map { start in
            let piece = Array(bytes[start..<min(start + room, bytes.count)])
            return switch self {
            case .counted: [UInt8(piece.count)] + piece
            case .padded: piece + [UInt8](repeating: 0, count: room - piece.count)
            }
        }
    }

    /// The bytes in a report; with what fills it up where reports are padded. A counted report that
    /// is shorter than it says gives what is there; another id than 1 to 63 carries nothing.
    package func payload(of report: [UInt8]) -> [UInt8] {
        switch self {
        case .padded: return report
        case .counted:
            guard let count = report.first, (1..<Self.size).contains(Int(count)) else { return [] }
            return Array(report.dropFirst().prefix(Int(count)))
        }
    }

    /// SET_REPORT of an output report, for a device without an OUT endpoint (HID 1.11 §7.2.2).
    package func setOutput(_ report: [UInt8], interface: UInt8) -> ControlRequest {
        let id = self == .counted ? report.first ?? 0 : 0
        return ControlRequest(0x21, 0x09, 0x0200 | UInt16(id), UInt16(interface), data: report)
    }
}
