/// The number of a lease on an account: a call that carries an older one is refused, so two kiosks cannot both go on.
package struct Fence: NumberIdentifier {
    package let value: Int64

    package init(_ value: Int64) {
        self.value = value
    }
}
