/// Texts that keys have in common.
extension ConfigurationKey<String> {
    /// The most bytes of a path; a Unix socket beside it takes at most 107 (unix(7)).
    static let pathLimit = 512

    /// The path of a file or folder, resolved against the folder of the configuration file.
    static func path(_ name: String, _ about: String) -> Self {
        text(name, "a path of 1 to \(pathLimit) bytes without control characters", about) { text in
            isPrintable(text, limit: pathLimit) ? text : nil
        }
    }

    /// A host's name or address.
    static func host(_ name: String, default fallback: String? = nil, _ about: String) -> Self {
        text(
            name, "a host name or address: 1 to 253 letters, digits, '.', ':' or '-'",
            default: fallback.map { ($0, $0) }, about
        ) { text in
            let isHost =
                (1...253).contains(text.utf8.count)
                && text.allSatisfy {
                    $0.isASCII && ($0.isLetter || $0.isNumber || ".:-".contains($0))
                }
            return isHost ? text : nil
        }
    }

    static func isPrintable(_ text: String, limit: Int) -> Bool {
        !text.isEmpty && text.utf8.count <= limit
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }
}

extension ConfigurationKey<Int> {
    static func port(_ name: String, default fallback: Int? = nil, _ about: String) -> Self {
        whole(name, in: 1...65_535, default: fallback, about)
    }
}
