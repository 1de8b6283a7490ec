/// Why a call got no answer at all: for the kiosk its outcome is unknown, though the transaction
/// was rolled back.
package struct StoreFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was being done and what the database said; no values of the call.
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
