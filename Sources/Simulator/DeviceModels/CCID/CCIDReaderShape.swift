package import DeviceProtocols
package import KioskPorts

/// What a simulated reader is: what it shows at enumeration, and how much of a card's protocol it leaves to the host.
package struct CCIDReaderShape: Hashable, Sendable {
    package var product = USBProductID(vendor: 0x076B, product: 0x5022)
    package var level = CCIDExchangeLevel.extendedAPDU
    /// dwFeatures without the level. Of a contactless reader: all is automatic.
    package var features: UInt32 = 0x04BA
    /// dwMaxCCIDMessageLength.
    package var messageLimit = CCIDReaderDescriptors.messageLimit
    /// dwProtocols.
    package var protocols: UInt8 = 2
    package var slotCount: UInt8 = 1
    package var interfaceCount: UInt8 = 1
    /// The working one of them. The others are there, and answer nothing.
    package var interface: UInt8 = 0
    /// The level of the others.
    package var otherLevel = CCIDExchangeLevel.tpdu
    /// Some readers tell of no card that comes or goes.
    package var hasInterrupt = true
    /// What the cards in its slots speak at the levels below that of APDUs.
    package var contacts = ContactCardKind.t1
    /// It refuses to be set, or to be asked what it is set to.
    package var refusesSetting: CCIDError?
    package var refusesQuestion: CCIDError?
    /// The reader's own commands, PC/SC part 3; nil: all of them are the card's.
    package var commands: ReaderCommandSet?
    /// The maker's own commands, and what they are answered with.
    package var escapes: [[UInt8]: [UInt8]] = [:]
    /// Power-off leaves the card in the field, and power-on says what was said before: the field is switched by these two of
    /// the maker's commands, off and on.
    package var fieldSwitch: FieldSwitch?

    /// Commands that switch the field.
    package struct FieldSwitch: Hashable, Sendable {
        package let off: [UInt8]
        package let on: [UInt8]
    }

    /// A contactless reader like the OMNIKEY 5022 (devices.md §6.4).
    package init() {}

    /// A reader of cards with contacts that leaves everything to the host.
    package static func contacts(
        _ kind: ContactCardKind, level: CCIDExchangeLevel = .tpdu
    ) -> CCIDReaderShape {
        var shape = CCIDReaderShape()
        shape.level = level
        shape.features = 0x38
        shape.messageLimit = 271
        shape.protocols = 3
        shape.contacts = kind
        return shape
    }

    /// The reader sets itself by the answer to reset.
    var setsParameters: Bool { features & 0x42 != 0 }
    /// It asks the card for protocol and speed.
    var selects: Bool { features & 0xC0 != 0 }
    /// It tells the card how much it takes in a block.
    var announcesInformationSize: Bool { features & 0x400 != 0 }

    var passesBlocks: Bool {
        switch level {
        case .character, .tpdu: true
        case .shortAPDU, .extendedAPDU: false
        }
    }
}
