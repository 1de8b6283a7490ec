/// One physical movement inside a kiosk, numbered by the journal before its first byte goes out.
package struct MovementID: NumberIdentifier {
    package let value: Int64

    package init(_ value: Int64) {
        self.value = value
    }
}
