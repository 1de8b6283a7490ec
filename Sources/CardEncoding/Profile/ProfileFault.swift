/// A value of a profile that no card could work with, or that would give away what it protects.
package struct ProfileFault: Error, Hashable, Sendable {
    /// The path of the key, as the profile's file has it.
    package let key: String
    package let value: String
    /// What it must be, and why.
    package let bound: String
}

extension CardProfile {
    /// Everything that is impossible or unsafe about this profile, in the order of its file.
    package var faults: [ProfileFault] {
        keyFaults + numberFaults
            + Self.recordFaults("identity", identity) + Self.recordFaults("status", status)
            + encipheringFaults + (purse.map(Self.purseFaults) ?? [])
            + (log.map(Self.logFaults) ?? [])
    }

    /// Two roles under one number would be one key.
    private var keyFaults: [ProfileFault] {
        let roles: [(ApplicationKeyRole, UInt8)] = ApplicationKeyRole.allCases.dropFirst()
            .map { ($0, keys.number(of: $0)) }
        return Self.repeated(roles.map { ("keys.\($0.0.rawValue)", $0.1) })
    }

    private var numberFaults: [ProfileFault] {
        let files = [
            ("files.identity.number", identity.number), ("files.status.number", status.number),
        ]
        let optional = [
            purse.map { ("files.purse.number", $0.number) },
            log.map { ("files.log.number", $0.number) },
        ]
        return Self.repeated(files + optional.compactMap(\.self))
    }

    private static func repeated(_ numbers: [(key: String, number: UInt8)]) -> [ProfileFault] {
        numbers.indices.compactMap { index in
            let earlier = numbers[..<index].first { $0.number == numbers[index].number }
            return earlier.map { earlier in
                ProfileFault(
                    key: numbers[index].key, value: String(numbers[index].number),
                    bound: "another number than \(earlier.key)")
            }
        }
    }

    /// Personal data never travels in the clear.
    private var encipheringFaults: [ProfileFault] {
        guard identity.communication != .full else { return [] }
        return [
            ProfileFault(
                key: "files.identity.communication",
                value: "\"\(identity.communication.rawValue)\"",
                bound: "\"full\", since the identity must not be overheard")
        ]
    }

    /// The kiosk must be able to write and to read back, and nobody else to write.
    private static func recordFaults(
        _ name: String, _ file: RecordFileLayout
    ) -> [ProfileFault] {
        let rights = file.rights
        var faults = freeFaults(name, rights)
        func refuse(_ right: String, _ access: FileAccess, _ bound: String) {
            faults.append(
                ProfileFault(
                    key: "files.\(name).\(right)", value: "\"\(access.text)\"", bound: bound))
        }
        if rights.read != .key(.reading), rights.read != .free {
            refuse("read", rights.read, "\"reading\", the key that kiosk and terminals read with")
        }
        let writers = [rights.write, rights.readWrite]
        for (right, access) in [("write", rights.write), ("readWrite", rights.readWrite)]
        where ![.key(.updating), .key(.administration), .never, .free].contains(access) {
            refuse(
                right, access,
                "\"updating\", \"administration\" or \"never\": that key lies in terminals")
        }
        if !writers.contains(.key(.updating)) {
            refuse("write", rights.write, "\"updating\", the key that the kiosk writes with")
        }
        return faults + changeFaults(name, rights)
    }

    private static func purseFaults(_ purse: PurseLayout) -> [ProfileFault] {
        var faults = freeFaults("purse", purse.rights)
        func refuse(_ key: String, _ value: String, _ bound: String) {
            faults.append(ProfileFault(key: "files.purse.\(key)", value: value, bound: bound))
        }
        let creditors: [FileAccess] = [.key(.topUp), .key(.administration), .never, .free]
        if !creditors.contains(purse.rights.readWrite) {
            refuse(
                "readWrite", "\"\(purse.rights.readWrite.text)\"",
                "\"topUp\", \"administration\" or \"never\", since it may credit")
        }
        faults += changeFaults("purse", purse.rights)
        if purse.lowerLimit > 0 {
            refuse("lowerLimitFen", String(purse.lowerLimit), "at most 0, where it begins")
        }
        if purse.upperLimit < 0 {
            refuse("upperLimitFen", String(purse.upperLimit), "at least 0, where it begins")
        }
        return faults
    }

    /// Whoever reads a log may read it, and whoever debits notes it: only the rest is bound.
    private static func logFaults(_ log: LogLayout) -> [ProfileFault] {
        freeFaults("log", log.rights) + changeFaults("log", log.rights)
    }

    private static func changeFaults(_ name: String, _ rights: FileRights) -> [ProfileFault] {
        guard ![.key(.administration), .never, .free].contains(rights.change) else { return [] }
        return [
            ProfileFault(
                key: "files.\(name).change", value: "\"\(rights.change.text)\"",
                bound: "\"administration\" or \"never\": whoever changes rights has them all")
        ]
    }

    /// A card that lets everybody in drops the protection of the file (DESFire: access right E).
    private static func freeFaults(_ name: String, _ rights: FileRights) -> [ProfileFault] {
        rights.named.filter { $0.access == .free }.map { right in
            ProfileFault(
                key: "files.\(name).\(right.name)", value: "\"free\"",
                bound: "a key's role or \"never\": what is free goes in the clear")
        }
    }
}
