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
    package var faults: [ProfileFault] { ProfileParts(self).faults }
}

extension ProfileParts {
    /// Everything that is impossible or unsafe about what is there.
    package var faults: [ProfileFault] {
        repeated(
            ApplicationKeyRole.allCases.map { ("keys.\($0.rawValue)", keys[$0]) })
            + repeated(files.map { ("files.\($0.name).number", $0.number) })
            + files.flatMap(\.faults)
    }

    /// Two roles, or two files, under one number would be one.
    private func repeated(_ numbers: [(key: String, number: UInt8?)]) -> [ProfileFault] {
        numbers.indices.compactMap { index in
            guard let number = numbers[index].number,
                let earlier = numbers[..<index].first(where: { $0.number == number })
            else { return nil }
            return ProfileFault(
                key: numbers[index].key, value: String(number),
                bound: "another number than \(earlier.key)")
        }
    }
}

extension FileParts {
    fileprivate var faults: [ProfileFault] {
        switch content {
        case .identity: freeFaults + recordFaults + changeFaults + encipheringFaults
        case .status: freeFaults + recordFaults + changeFaults
        case .purse(let lower, let upper):
            freeFaults + creditFaults + changeFaults + limitFaults(lower, upper)
        // Whoever reads a log may read it, and whoever debits notes it: only the rest is bound.
        case .log: freeFaults + changeFaults
        }
    }

    private func fault(_ key: String, _ value: String, _ bound: String) -> ProfileFault {
        ProfileFault(key: "files.\(name).\(key)", value: value, bound: bound)
    }

    /// A fault of a right, unless nobody knows yet what it is to be or it is one of those allowed.
    /// What is free is told on its own.
    private func refused(
        _ right: String, _ access: FileAccess?, unless allowed: [FileAccess], _ bound: String
    ) -> [ProfileFault] {
        guard let access, access != .free, !allowed.contains(access) else { return [] }
        return [fault(right, "\"\(access.text)\"", bound)]
    }

    /// A card that lets everybody in drops the protection of the file (DESFire: access right E).
    private var freeFaults: [ProfileFault] {
        rights.filter { $0.access == .free }.map {
            fault($0.name, "\"free\"", "a key's role or \"never\": what is free goes in the clear")
        }
    }

    /// The kiosk must be able to write and to read back, and nobody else to write.
    private var recordFaults: [ProfileFault] {
        let writers: [FileAccess] = [.key(.updating), .key(.administration), .never]
        let bound = "\"updating\", \"administration\" or \"never\": that key lies in terminals"
        var faults = refused(
            "read", read, unless: [.key(.reading)],
            "\"reading\", the key that kiosk and terminals read with")
        faults += refused("write", write, unless: writers, bound)
        faults += refused("readWrite", readWrite, unless: writers, bound)
        if let write, let readWrite, ![write, readWrite].contains(.key(.updating)) {
            faults.append(
                fault(
                    "write", "\"\(write.text)\"", "\"updating\", the key that the kiosk writes with"
                ))
        }
        return faults
    }

    /// Personal data never travels in the clear.
    private var encipheringFaults: [ProfileFault] {
        guard let communication, communication != .full else { return [] }
        return [
            fault(
                "communication", "\"\(communication.rawValue)\"",
                "\"full\", since the identity must not be overheard")
        ]
    }

    private var creditFaults: [ProfileFault] {
        refused(
            "readWrite", readWrite, unless: [.key(.topUp), .key(.administration), .never],
            "\"topUp\", \"administration\" or \"never\", since it may credit")
    }

    private var changeFaults: [ProfileFault] {
        refused(
            "change", change, unless: [.key(.administration), .never],
            "\"administration\" or \"never\": whoever changes rights has them all")
    }

    private func limitFaults(_ lower: Int32?, _ upper: Int32?) -> [ProfileFault] {
        var faults: [ProfileFault] = []
        if let lower, lower > 0 {
            faults.append(fault("lowerLimitFen", String(lower), "at most 0, where it begins"))
        }
        if let upper, upper < 0 {
            faults.append(fault("upperLimitFen", String(upper), "at least 0, where it begins"))
        }
        return faults
    }
}
