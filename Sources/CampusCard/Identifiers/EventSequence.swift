/// The place of an event in one kiosk's journal epoch, from 1, without gaps.
package struct EventSequence: NumberIdentifier {
    package let value: Int64

    package init(_ value: Int64) {
        self.value = value
    }
}
