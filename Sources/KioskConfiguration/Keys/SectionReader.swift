/// Reads one object of a configuration key by key. It complains instead of stopping, so that one run finds
/// every fault; what was asked for is also the documentation of the object.
final class SectionReader {
    private let path: String
    private let line: Int?
    private let members: [JSONValue.Member]
    private let report: ConfigurationReport
    private var asked: [String] = []

    init(path: String, line: Int?, members: [JSONValue.Member], report: ConfigurationReport) {
        self.path = path
        self.line = line
        self.members = members
        self.report = report
    }

    /// The value of a key, its fallback, or nil after a complaint.
    func read<Value>(_ key: ConfigurationKey<Value>) -> Value? {
        asked.append(key.name)
        if report.isDescribing {
            report.describe(
                KeyDescription(
                    path: whole(key.name), bound: key.bound, fallback: key.fallbackText,
                    about: key.about))
        }
        guard let found = member(key.name) else {
            if let fallback = key.fallback { return fallback }
            complain(.missing, key.name, line, key.bound)
            return nil
        }
        guard let value = key.read(found) else {
            let shown = key.isSecret ? "withheld here" : found.shown
            complain(.outOfBounds(value: shown), key.name, found.line, key.bound)
            return nil
        }
        return value
    }

    /// Reads an object inside this one; one that is missing reads as empty, so that the complaints name
    /// its keys. Keys in it that `body` did not ask for are refused.
    func section<Section>(_ name: String, _ body: (SectionReader) -> Section?) -> Section? {
        asked.append(name)
        let found = member(name)
        var members: [JSONValue.Member] = []
        switch found?.content {
        case .object(let inner): members = inner
        case nil: break
        case .array, .text, .whole, .fraction, .truth, .null:
            complain(
                .outOfBounds(value: found?.kind ?? ""), name, found?.line, "an object of keys")
            return nil
        }
        let reader = SectionReader(
            path: whole(name), line: found?.line ?? line, members: members, report: report)
        let section = body(reader)
        reader.refuseUnknown()
        return section
    }

    /// As `section`, for an object that may be left out: then the value is nil inside.
    func optionalSection<Section>(
        _ name: String, _ body: (SectionReader) -> Section?
    ) -> Section?? {
        guard member(name) == nil else { return section(name, body).map(Optional.some) }
        asked.append(name)
        if report.isDescribing { report.describeOptional(whole(name)) { body($0) } }
        return .some(nil)
    }

    /// Reads a list of objects, each as `section` reads one.
    func sections<Section>(
        _ name: String, count: ClosedRange<Int>, _ about: String,
        _ body: (SectionReader) -> Section?
    ) -> [Section]? {
        let bound = "a list of \(count.lowerBound) to \(count.upperBound) objects of keys"
        asked.append(name)
        if report.isDescribing {
            report.describe(
                KeyDescription(path: whole(name), bound: bound, fallback: nil, about: about))
            report.describeOptional("\(whole(name))[0]") { body($0) }
        }
        guard let found = member(name) else {
            complain(.missing, name, line, bound)
            return nil
        }
        guard case .array(let values) = found.content, count.contains(values.count) else {
            complain(.outOfBounds(value: found.shown), name, found.line, bound)
            return nil
        }
        let sections = values.enumerated().map { index, value in
            element("\(name)[\(index)]", value, body)
        }
        return sections.contains { $0 == nil } ? nil : sections.compactMap { $0 }
    }

    private func element<Section>(
        _ name: String, _ value: JSONValue, _ body: (SectionReader) -> Section?
    ) -> Section? {
        guard case .object(let members) = value.content else {
            complain(.outOfBounds(value: value.shown), name, value.line, "an object of keys")
            return nil
        }
        let reader = SectionReader(
            path: whole(name), line: value.line, members: members, report: report)
        let section = body(reader)
        reader.refuseUnknown()
        return section
    }

    /// A rule that ties several keys together.
    func require(_ holds: Bool, _ name: String, value: String, _ bound: String) {
        if !holds { complain(.outOfBounds(value: value), name, member(name)?.line, bound) }
    }

    /// A complaint about a key in this object or in one inside it, by its path.
    func refuse(_ path: String, value: String, _ bound: String) {
        var line = line
        var inner = members
        for name in path.split(separator: ".") {
            guard let found = inner.first(where: { $0.key == name })?.value else { break }
            line = found.line
            if case .object(let members) = found.content { inner = members }
        }
        complain(.outOfBounds(value: value), path, line, bound)
    }

    /// Nobody can say which keys belong here.
    func leaveRest() { asked += members.map(\.key) }

    func refuseUnknown() {
        for member in members where !asked.contains(member.key) {
            complain(
                .unknown, member.key, member.value.line, asked.sorted().joined(separator: ", "))
        }
    }

    private func member(_ name: String) -> JSONValue? {
        members.first { $0.key == name }?.value
    }

    private func whole(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    private func complain(
        _ kind: ConfigurationFault.Kind, _ name: String, _ line: Int?, _ bound: String
    ) {
        report.complain(
            ConfigurationFault(
                file: report.file, line: line, key: whole(name), kind: kind, bound: bound))
    }
}
