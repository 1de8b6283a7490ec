/// A piece of HTML that is escaped by construction: text can only be a `text` node or an attribute's value. A template
/// language would escape as well, but its names and its branches would be checked when a student looks at them.
enum Markup {
    case text(String)
    case element(Element)
    /// A drawing of our own, read from the resources when the program starts. Never text of a person.
    case drawing(String)
    case group([Markup])

    static let nothing = Markup.group([])

    func write(to html: inout String) {
        switch self {
        case .text(let text): text.appendEscaped(to: &html)
        case .element(let element): element.write(to: &html)
        case .drawing(let svg): html += svg
        case .group(let parts): for part in parts { part.write(to: &html) }
        }
    }
}

/// An element with its attributes and children.
struct Element {
    let name: String
    let attributes: [Attribute]
    let children: [Markup]

    /// Elements without an end tag (HTML Living Standard §13.1.2, void elements), as far as we use them.
    private static let void: Set<String> = ["meta", "link", "input"]

    func write(to html: inout String) {
        html += "<\(name)"
        for attribute in attributes { attribute.write(to: &html) }
        html += ">"
        guard !Self.void.contains(name) else { return }
        for child in children { child.write(to: &html) }
        html += "</\(name)>"
    }
}

/// An attribute; without a value it is present or not.
struct Attribute {
    let name: String
    let value: String?

    init(_ name: String, _ value: String? = nil) {
        self.name = name
        self.value = value
    }

    static func `class`(_ value: String) -> Attribute { Attribute("class", value) }

    func write(to html: inout String) {
        html += " \(name)"
        guard let value else { return }
        html += "=\""
        value.appendEscaped(to: &html)
        html += "\""
    }
}

/// An element, in the order in which HTML is read: name, attributes, content.
func tag(_ name: String, _ attributes: [Attribute] = [], _ children: [Markup] = []) -> Markup {
    .element(Element(name: name, attributes: attributes, children: children))
}

/// An element that holds a text only.
func tag(_ name: String, _ attributes: [Attribute] = [], text: String) -> Markup {
    tag(name, attributes, [.text(text)])
}

extension String {
    /// The five characters that end a text or a quoted attribute are written as references.
    fileprivate func appendEscaped(to html: inout String) {
        for character in unicodeScalars {
            switch character {
            case "&": html += "&amp;"
            case "<": html += "&lt;"
            case ">": html += "&gt;"
            case "\"": html += "&quot;"
            case "'": html += "&#39;"
            default: html.unicodeScalars.append(character)
            }
        }
    }
}
