/// The steps of a personalisation, in the order of a blank that meets no trouble; those marked
/// "resumed" or "restarted" occur only on a card that an earlier run has begun.
package enum PersonaliseStep: String, Hashable, Sendable, CaseIterable {
    case readVersion, readSignature, selectCard, readCardKeyVersion
    // The maker's key gives way to ours.
    case openWithTransportKey, lookForApplications, changeCardKey
    case openWithCardKey, confirmUID, listApplications
    // Resumed: our application is there; is it complete, and what does it hold?
    case findApplication, readApplicationKeyVersion
    case openForInspection, inspectIdentity, inspectStatus
    // Restarted: it is not complete.
    case returnToCard, reopenCard, deleteApplication
    // The structure, closed by the change of key 0.
    case createApplication, selectApplication, openWithDefaultKey
    case createIdentityFile, createStatusFile, createPurseFile, createLogFile
    case changeReadingKey, changeUpdatingKey, changePurseKey, changeTopUpKey
    case changeAdministrationKey
    // The contents, and a look at them as a terminal would.
    case openForWriting, writeIdentity, writeStatus, commit
    case openForReading, readIdentity, readStatus
    // No free listing and no free structure any more, and where the profile says so no formatting.
    case selectCardAgain, openToRestrict, restrictCard, forbidFormat
}
