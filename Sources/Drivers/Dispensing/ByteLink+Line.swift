import KioskPorts

/// A byte link as the line of a dispenser: what goes wrong on it is a fault of the line.
extension ByteLink {
    func received(within timeout: Duration) async throws(DispenserLineFault) -> [UInt8] {
        do {
            return try await receive(within: timeout)
        } catch {
            throw .link(error)
        }
    }

    func put(_ bytes: [UInt8]) async throws(DispenserLineFault) {
        do {
            try await send(bytes)
        } catch {
            throw .link(error)
        }
    }

    /// Throws away what nobody asked for, and counts that there was some.
    func discardStray(_ troubles: TroubleCounter) async throws(DispenserLineFault) {
        do {
            if try await discardInput() > 0 { troubles.count(.lineStray) }
        } catch {
            throw .link(error)
        }
    }
}
