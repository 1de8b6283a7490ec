/// A version of the list of stopped cards that terminals hold. It only grows.
package struct ListVersion: NumberIdentifier {
    package let value: UInt32

    package init(_ value: UInt32) {
        self.value = value
    }
}
