package import KioskPorts

/// The receipt printer and what it prints.
package struct PrinterSection: Hashable, Sendable {
    package let destination: Destination
    /// The folder of the receipts' words.
    package let words: String
    package let languages: ReceiptLanguages

    /// A queue of the print server, or a printer that speaks IPP.
    package enum Destination: Hashable, Sendable {
        case queue(String)
        case uri(String)
    }

    init?(_ reader: SectionReader, _ paths: ConfigurationPaths) {
        let queue = reader.read(Self.queueKey.optional)
        let uri = reader.read(Self.uriKey.optional)
        let words = reader.read(Self.wordsKey).map(paths.resolve)
        let languages = reader.read(Self.languagesKey)
        guard let queue, let uri, let words, let languages else { return nil }
        switch (queue, uri) {
        case (let queue?, nil): destination = .queue(queue)
        case (nil, let uri?): destination = .uri(uri)
        case (nil, nil), (.some, .some):
            reader.require(
                false, "uri", value: queue == nil ? "left out" : "beside queue",
                "the one way to the printer, or queue be it")
            return nil
        }
        self.words = words
        self.languages = languages
    }

    /// CUPS: a queue's name has at most 127 characters and none of these.
    private static let queueKey = ConfigurationKey<String>.text(
        "queue", "the name of a CUPS queue: 1 to 127 characters without space, '/' or '#'",
        """
        The queue of this machine's print server, made once by: lpadmin -p NAME -E -m everywhere \
        -v ipp://PRINTER/ipp/print -o printer-error-policy=retry-current-job
        """
    ) { text in
        let isName = text.unicodeScalars.allSatisfy { !" /#?\"'\\".unicodeScalars.contains($0) }
        return isName && ConfigurationKey<String>.isPrintable(text, limit: 127) ? text : nil
    }

    /// RFC 8011 §5.1.6: a URI has at most 1,023 bytes.
    private static let uriKey = ConfigurationKey<String>.text(
        "uri", "ipp:// or ipps:// with a host, at most 1023 bytes",
        "A printer that speaks IPP itself, instead of a queue."
    ) { text in
        let rest = ["ipp://", "ipps://"].first(where: text.hasPrefix)
            .map { text.dropFirst($0.count) }
        guard let rest, let first = rest.first, first != "/", !text.contains(" ") else {
            return nil
        }
        return ConfigurationKey<String>.isPrintable(text, limit: 1_023) ? text : nil
    }

    private static let wordsKey = ConfigurationKey<String>.path(
        "words", "The folder with the receipts' words, letterhead.json and phrases.json.")

    private static let languagesKey = ConfigurationKey<ReceiptLanguages>.text(
        "languages", "\"chinese\", \"english\" or \"both\"", default: ("both", .both),
        "The languages of a receipt."
    ) { text in
        switch text {
        case "chinese": .chinese
        case "english": .english
        case "both": .both
        default: nil
        }
    }
}
