/// The version of a card under one card number: a reissue takes a new one. Gaps are normal.
package struct IssueNumber: NumberIdentifier {
    package let value: UInt16

    package init(_ value: UInt16) {
        self.value = value
    }
}
