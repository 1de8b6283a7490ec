package import DeviceProtocols
internal import Foundation
package import KioskPorts

/// The serial bridges that are known, and the way to a line behind any of them.
package struct SerialBridges: Sendable {
    package let profiles: [BridgeProfile]

    /// Precondition: at least one profile, each with a product of its own.
    package init(_ profiles: [BridgeProfile]) {
        precondition(
            !profiles.isEmpty && Set(profiles.map(\.product)).count == profiles.count,
            "each bridge is known once, and at least one is known")
        self.profiles = profiles
    }

    /// Reads `hardware/serial-bridges/bridges.json` and checks it.
    package init(json: some Sequence<UInt8>) throws {
        let rows = try JSONDecoder().decode(File.self, from: Data(json)).bridges
        guard !rows.isEmpty else { throw BridgeProfileError(value: "no bridge", bound: "≥ 1") }
        var profiles: [BridgeProfile] = []
        for row in rows {
            let profile = try row.profile()
            guard !profiles.contains(where: { $0.product == profile.product }) else {
                throw BridgeProfileError(value: row.product, bound: "named once")
            }
            profiles.append(profile)
        }
        self.profiles = profiles
    }

    /// The profile of a device, or nil if it is no known bridge.
    package func profile(of device: USBDevice) -> BridgeProfile? {
        profiles.first { $0.product == device.product }
    }

    /// Finds, opens, claims and wakes a bridge. The speed is not set yet.
    /// - Parameters:
    ///   - location: the socket it hangs at; nil for the first known bridge on the bus.
    ///   - format: of the unit's characters.
    package func open(
        at location: USBLocation? = nil, format: SerialFormat = .eightNoneOne,
        on bus: any USBBus, clock: any KioskClock
    ) async throws(ByteLinkFault) -> any ByteLink {
        let selector = DeviceSelector(products: profiles.map(\.product), location: location)
        guard let connection = try await Self.opened(selector, bus) else { throw .gone }
        do throws(ByteLinkFault) {
            guard let profile = profile(of: connection.device) else { throw .gone }
            let port = try await BridgePort.claim(profile.chip, on: connection)
            let chip = try await profile.chip.started(port)
            return BridgeLink(port: port, chip: chip, format: format, clock: clock)
        } catch {
            await connection.close()
            throw error
        }
    }

    private static func opened(
        _ selector: DeviceSelector, _ bus: any USBBus
    ) async throws(ByteLinkFault) -> (any USBConnection)? {
        do throws(USBFault) {
            return try await selector.open(on: bus)
        } catch {
            throw ByteLinkFault(error)
        }
    }

    private struct File: Decodable {
        let bridges: [Row]
    }

    private struct Row: Decodable {
        let product: String
        let name: String
        let chip: BridgeChip
        let proven: ProofLevel
        let source: String

        func profile() throws(BridgeProfileError) -> BridgeProfile {
            guard let id = USBProductID(product) else {
                throw BridgeProfileError(value: product, bound: "vvvv:pppp in hexadecimal")
            }
            return BridgeProfile(
                product: id, name: name, chip: chip, proven: proven, source: source)
        }
    }
}

/// A table of bridges that cannot be used.
package struct BridgeProfileError: Error, Hashable, Sendable, CustomStringConvertible {
    package let value: String
    package let bound: String

    package var description: String { "serial bridges: \(value) is not \(bound)" }
}

extension ByteLinkFault {
    init(_ fault: USBFault) {
        if case .noSuchDevice = fault { self = .gone } else { self = .bus(fault) }
    }
}
