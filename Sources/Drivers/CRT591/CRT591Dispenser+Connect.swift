internal import DeviceProtocols
internal import KioskCore
internal import KioskPorts

/// Finding the unit: its speed, its state, and who it is. Nothing here can move a card, and no EOT is sent: a movement of
/// before may still be running (design K9).
extension CRT591Dispenser {
    /// Opens the line and asks at each speed of each profile, until a valid packet comes back (devices.md §2.3: at a
    /// wrong speed noise can fake an ACK, so nothing less than an answer counts).
    func find() async throws(DispenserFault) -> Unit {
        let doing = "connecting the dispenser"
        let link: any ByteLink
        do throws(ByteLinkFault) {
            link = try await openLink()
        } catch {
            throw DispenserFault(.disconnected, card: .notMoved, detail: "\(doing): \(error)")
        }
        keep(link)
        var last = CRT591LineFault.notAcknowledged
        for line in lines {
            do throws(CRT591LineFault) {
                let queries = try await queries(on: link, line)
                return try await identify(queries, doing)
            } catch {
                if case .link = error { throw await fault(error, card: .notMoved, doing) }
                last = error
            }
        }
        throw await fault(last, card: .notMoved, doing)
    }

    /// One way to ask, from a profile's line settings.
    private struct Line: Hashable {
        let address: UInt8
        let speed: Int
        let timeouts: CRT591Profile.Timeouts
    }

    /// Every address and speed of the profiles, each once, the likeliest first.
    private var lines: [Line] {
        var seen = Set<[Int]>()
        return profiles.flatMap { profile in
            profile.line.speeds.compactMap { speed in
                guard seen.insert([Int(profile.line.address), speed]).inserted else { return nil }
                return Line(
                    address: profile.line.address, speed: speed, timeouts: profile.timeouts)
            }
        }
    }

    private func queries(
        on link: any ByteLink, _ line: Line
    ) async throws(CRT591LineFault) -> CRT591Queries {
        do throws(ByteLinkFault) {
            try await link.setSpeed(line.speed)
            try await link.discardInput()
        } catch {
            throw .link(error)
        }
        let queries = CRT591Queries(
            line: CRT591Line(link: link, address: line.address, clock: clock),
            timeouts: line.timeouts)
        _ = try await queries.ask(.status)
        return queries
    }

    /// Initialises, leaving a card where it is, and reads the unit's names; then the matching profile's own set-up.
    private func identify(
        _ queries: CRT591Queries, _ doing: String
    ) async throws(CRT591LineFault) -> Unit {
        let wait = Duration.milliseconds(queries.timeouts.initialise)
        var revision = ""
        if case .positive(_, let data) = try await queries.ask(.initialiseLeaving, answer: wait) {
            revision = String(decoding: data.filter { (0x20...0x7E).contains($0) }, as: UTF8.self)
        }
        let identity = CRT591Identity(
            revision: revision, firmware: try await queries.text(.firmwareVersion),
            configuration: try await queries.text(.configuration),
            serialNumber: try await serialNumber(queries))
        let profile = profiles.first { $0.matches(identity) }
        if let profile {
            if profile.initialise != .initialiseLeaving {
                _ = try await queries.ask(profile.initialise, answer: wait)
            }
            _ = try await queries.ask(profile.disableEntry)
        }
        return Unit(queries: queries, identity: identity, profile: profile)
    }

    /// The answer of A2 30 without its length byte; nil when the unit has none.
    private func serialNumber(_ queries: CRT591Queries) async throws(CRT591LineFault) -> String? {
        let text = try await queries.text(.serialNumber)
        return text.isEmpty ? nil : text
    }
}
