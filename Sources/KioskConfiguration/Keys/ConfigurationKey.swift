/// One key of a configuration: its name, what it takes, and what it means.
struct ConfigurationKey<Value: Sendable>: Sendable {
    /// The last part of its path; a number carries its unit at the end.
    let name: String
    /// What values it takes, to follow "it must be".
    let bound: String
    /// What it takes when it is not there; nil when it must be there.
    let fallback: Value?
    /// The fallback as the file would say it.
    let fallbackText: String?
    /// What it is for.
    let about: String
    /// Its value is never shown in a complaint.
    var isSecret = false
    /// The value; nil when it is of another type or out of bounds.
    let read: @Sendable (JSONValue) -> Value?
}

extension ConfigurationKey<Int> {
    static func whole(
        _ name: String, in range: ClosedRange<Int>, default fallback: Int? = nil, _ about: String
    ) -> Self {
        Self(
            name: name, bound: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            fallback: fallback, fallbackText: fallback.map(String.init), about: about
        ) { value in
            guard case .whole(let number) = value.content, range.contains(number) else {
                return nil
            }
            return number
        }
    }
}

extension ConfigurationKey<Bool> {
    static func truth(_ name: String, default fallback: Bool, _ about: String) -> Self {
        Self(
            name: name, bound: "true or false", fallback: fallback,
            fallbackText: String(fallback), about: about
        ) { value in
            guard case .truth(let truth) = value.content else { return nil }
            return truth
        }
    }
}

extension ConfigurationKey {
    /// A key whose value is text that `parse` takes.
    static func text(
        _ name: String, _ bound: String, default fallback: (text: String, value: Value)? = nil,
        _ about: String, parse: @escaping @Sendable (String) -> Value?
    ) -> Self {
        Self(
            name: name, bound: bound, fallback: fallback?.value,
            fallbackText: fallback.map { "\"\($0.text)\"" }, about: about
        ) { value in
            guard case .text(let text) = value.content else { return nil }
            return parse(text)
        }
    }

    /// A list of values, with `count` of them.
    static func list<Element>(
        _ name: String, _ bound: String, count: ClosedRange<Int>, default fallback: Value? = nil,
        _ about: String, each: @escaping @Sendable (JSONValue) -> Element?
    ) -> Self where Value == [Element] {
        Self(
            name: name, bound: bound, fallback: fallback,
            fallbackText: fallback.map { $0.isEmpty ? "[]" : "\($0)" }, about: about
        ) { value in
            guard case .array(let values) = value.content, count.contains(values.count) else {
                return nil
            }
            let elements = values.compactMap(each)
            return elements.count == values.count ? elements : nil
        }
    }

    /// The same key, whose value no complaint shows.
    var secret: Self {
        var key = self
        key.isSecret = true
        return key
    }

    /// The same key, which may be left out.
    var optional: ConfigurationKey<Value?> {
        let read = self.read
        return ConfigurationKey<Value?>(
            name: name, bound: bound, fallback: .some(nil), fallbackText: "left out", about: about
        ) { value in read(value).map(Optional.some) }
    }
}
