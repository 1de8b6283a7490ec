/// What the reading of one file brought together: its faults, and the keys that it could have had.
final class ConfigurationReport {
    let file: String
    private(set) var faults: [ConfigurationFault] = []
    private(set) var keys: [KeyDescription] = []

    /// Whether the keys are collected beside the faults.
    let isDescribing: Bool

    init(file: String, isDescribing: Bool = false) {
        self.file = file
        self.isDescribing = isDescribing
    }

    func complain(_ fault: ConfigurationFault) { faults.append(fault) }
    func describe(_ key: KeyDescription) { keys.append(key) }

    /// Takes over the keys of an object that was left out, and none of its complaints.
    func describeOptional<Value>(_ path: String, _ body: (SectionReader) -> Value?) {
        let other = ConfigurationReport(file: file, isDescribing: true)
        _ = body(SectionReader(path: path, line: nil, members: [], report: other))
        keys += other.keys
    }

    /// Reads a whole file with `body`: everything that is wrong is thrown at once.
    static func read<Value>(
        _ bytes: [UInt8], file: String, _ body: (SectionReader) -> Value?
    ) throws(ConfigurationFaults) -> Value {
        let report = ConfigurationReport(file: file)
        let members = try members(of: bytes, file: file)
        let reader = SectionReader(path: "", line: nil, members: members, report: report)
        let value = body(reader)
        reader.refuseUnknown()
        guard report.faults.isEmpty, let value else {
            throw ConfigurationFaults(faults: report.faults)
        }
        return value
    }

    /// Every key that `body` asks for, in its order.
    static func keys<Value>(_ body: (SectionReader) -> Value?) -> [KeyDescription] {
        let report = ConfigurationReport(file: "", isDescribing: true)
        _ = body(SectionReader(path: "", line: nil, members: [], report: report))
        return report.keys
    }

    private static func members(
        of bytes: [UInt8], file: String
    ) throws(ConfigurationFaults) -> [JSONValue.Member] {
        let fault: ConfigurationFault
        do throws(JSONFault) {
            let value = try JSONText.read(bytes)
            if case .object(let members) = value.content { return members }
            fault = ConfigurationFault(
                file: file, line: value.line, key: "", kind: .notJSON,
                bound: "an object, not \(value.shown)")
        } catch {
            fault = ConfigurationFault(
                file: file, line: error.line, key: "", kind: .notJSON, bound: error.expected)
        }
        throw ConfigurationFaults(faults: [fault])
    }
}
