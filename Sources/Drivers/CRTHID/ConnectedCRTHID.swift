internal import DeviceProtocols
internal import KioskCore
package import KioskPorts

/// The kiosk's dispenser port over a unit of CREATOR's with HID reports of its own and CRC-16.
package typealias CRTHIDDispenser = LinkedDispenser<ConnectedCRTHID>

/// A unit with reports of its own that answers.
package struct ConnectedCRTHID: ConnectedUnit {
    let queries: CRTHIDQueries
    private let firmware: String
    private let serialNumber: String
    package let profile: CRTHIDProfile?

    /// Only a unit that asks for it is initialised, in the form that leaves a card where it is: a unit that answers
    /// queries is ready.
    package static func answering(
        _ call: UnitCall<CRTHIDProfile>
    ) async throws(DispenserLineFault) -> ConnectedCRTHID? {
        let queries = CRTHIDQueries(call, call.tried)
        if case .negative(let refusal, _) = try await queries.ask(.status),
            refusal.kind == .notReset
        {
            let wait = Duration.milliseconds(queries.timeouts.initialise)
            guard case .positive = try await queries.ask(.initialiseLeaving, answer: wait) else {
                return nil
            }
        }
        let firmware = try await queries.text(.firmwareVersion)
        let serialNumber = try await queries.text(.serialNumber)
        let profile = call.onlyProfile { $0.firmware == firmware }
        return ConnectedCRTHID(
            queries: profile.map { CRTHIDQueries(call, $0) } ?? queries, firmware: firmware,
            serialNumber: serialNumber, profile: profile)
    }

    package var identity: DispenserIdentity {
        DispenserIdentity(
            model: "CREATOR HID", firmware: firmware,
            serialNumber: serialNumber.isEmpty ? nil : serialNumber, profile: profile?.name,
            binCounterProven: profile?.binCounterProven ?? false,
            ownRetractSeconds: profile?.ownRetractSeconds)
    }

    package func look(_ profile: CRTHIDProfile) async throws(DispenserLineFault) -> UnitLook {
        try await queries.look(profile)
    }
}
