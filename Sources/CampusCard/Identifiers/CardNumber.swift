/// The logical number of a card: dense within a campus, kept by every reissue, an index into the list of stopped cards.
package struct CardNumber: NumberIdentifier {
    package let value: UInt32

    package init(_ value: UInt32) {
        self.value = value
    }
}
