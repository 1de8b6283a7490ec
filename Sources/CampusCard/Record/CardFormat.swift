/// What kiosk and store must agree on about the cards of a campus: under which application they
/// lie, and where the fields of the records are.
package struct CardFormat: Hashable, Sendable {
    /// Cards' keys are derived for this application.
    package let applicationID: ApplicationID
    package let identity: RecordLayout<IdentityField>
    package let status: RecordLayout<StatusField>

    package init(
        applicationID: ApplicationID, identity: RecordLayout<IdentityField>,
        status: RecordLayout<StatusField>
    ) {
        self.applicationID = applicationID
        self.identity = identity
        self.status = status
    }

    /// That of the profile which is shipped. A campus takes an application of its own.
    package static let standard = CardFormat(
        applicationID: ApplicationID(validated: 0xF58801), identity: .standard, status: .standard)
}
