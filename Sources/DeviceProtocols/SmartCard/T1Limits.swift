/// Bounds of an exchange over T=1.
package enum T1Limits {
    /// A block is sent so often before the two are synchronised anew (ISO/IEC 7816-3, 11.6.3.2, rule 7.4).
    package static let attempts = 3
    /// Synchronisation is tried so often (rule 7.4.3).
    package static let synchronisations = 3
    /// The card may ask for time so often within one exchange.
    package static let extensions = 128
    /// Blocks of one exchange: the longest command and answer in blocks of 32, twice over.
    package static let blocks = 8_400
}
