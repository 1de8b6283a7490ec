/// Where in a reader a card is: readers of several interfaces or slots have one of them for contactless cards, others for
/// modules inside and for cards with contacts.
package struct CCIDPlace: Hashable, Sendable {
    /// bInterfaceNumber; nil for the first interface that exchanges APDUs, and without one the first that can be used.
    package let interface: UInt8?
    package let slot: UInt8

    package init(interface: UInt8? = nil, slot: UInt8 = 0) {
        self.interface = interface
        self.slot = slot
    }
}
