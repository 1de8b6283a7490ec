package import KioskPorts

/// The two card readers, each in its role.
package struct ReadersSection: Hashable, Sendable {
    /// Inside, over the path: it reads and writes the cards that the dispenser brings.
    package let readPosition: ReaderPlace
    /// Faces the student; nil when this kiosk has none.
    package let counter: ReaderPlace?

    init?(_ reader: SectionReader) {
        let readPosition = reader.section("readPosition") { ReaderPlace($0) }
        let counter = reader.optionalSection("counter") { ReaderPlace($0) }
        guard let readPosition, let counter else { return nil }
        reader.require(
            counter != readPosition, "counter", value: "the same as readers.readPosition",
            "another reader than readers.readPosition")
        self.readPosition = readPosition
        self.counter = counter
    }
}

/// How one reader is told from another: by its serial number, or by the socket it hangs at.
package enum ReaderPlace: Hashable, Sendable {
    case serialNumber(String)
    case socket(USBLocation)

    init?(_ reader: SectionReader) {
        let serial = reader.read(Self.serialKey.optional)
        let socket = reader.read(
            USBSocketKey.key("The reader's USB socket, when it has no serial number.").optional)
        guard let serial, let socket else { return nil }
        switch (serial, socket) {
        case (let serial?, nil): self = .serialNumber(serial)
        case (nil, let socket?): self = .socket(socket)
        case (nil, nil), (.some, .some):
            reader.require(
                false, "usbSocket", value: serial == nil ? "left out" : "beside serialNumber",
                "the one way to know this reader, or serialNumber be it")
            return nil
        }
    }

    /// USB 2.0 §9.6.7: a string descriptor holds at most 126 code units.
    private static let serialKey = ConfigurationKey<String>.text(
        "serialNumber", "1 to 126 printable characters",
        "The reader's serial number, as its USB descriptor tells it."
    ) { text in
        text.count <= 126 && ConfigurationKey<String>.isPrintable(text, limit: 504) ? text : nil
    }
}
