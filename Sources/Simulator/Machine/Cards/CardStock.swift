/// What kind of card lies in the hopper, as its chip will show when it is first powered.
package enum CardStock: String, Hashable, Sendable, Codable, CaseIterable {
    /// A factory-new DESFire EV2: takes personalisation.
    case blank
    /// A dead chip: no answer in any field.
    case bad
    /// A chip of another family: it answers, and knows none of our commands.
    case foreign
    /// A DESFire that was personalised before: it holds an application under unknown keys.
    case used
    /// Plastic without a chip, as staff use to fill a bin.
    case scrap
}
