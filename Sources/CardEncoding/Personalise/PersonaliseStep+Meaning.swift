import CampusCard

extension PersonaliseStep {
    /// What the step does on a card of this profile, for whoever reads a dry run.
    package func meaning(in profile: CardProfile) -> String {
        let application = "application \(profile.applicationID)"
        let keys = profile.keys
        return switch self {
        case .readVersion: "ask for chip, memory and UID"
        case .readSignature: "has a maker that we trust signed the UID?"
        case .selectCard, .returnToCard, .selectCardAgain: "select the card itself"
        case .readCardKeyVersion: "ask whose master key it holds, by the key's version"
        case .openWithTransportKey: "open a session with the maker's key"
        case .lookForApplications: "nobody else's application may be on it"
        case .changeCardKey: "put our AES master key in the place of the maker's; ends the session"
        case .openWithCardKey: "open a session with our master key, which proves the change"
        case .confirmUID: "ask for the UID under that session, which no relay can forge"
        case .listApplications: "has an earlier run begun our application?"
        case .findApplication: "select \(application) of an earlier run"
        case .readApplicationKeyVersion: "is its structure complete? the version of key 0 says so"
        case .openForInspection: "open a session with key \(keys.reading) (reading)"
        case .inspectIdentity: "what does the identity file hold?"
        case .inspectStatus: "what does the status file hold?"
        case .reopenCard: "open a session with our master key"
        case .deleteApplication: "delete the incomplete \(application)"
        case .createApplication:
            "create \(application) with \(ApplicationKeyNumbers.count) AES keys"
        case .selectApplication: "select \(application)"
        case .openWithDefaultKey: "open a session with its key 0, which is still all zeros"
        case .createIdentityFile: profile.identity.meaning("identity")
        case .createStatusFile: profile.status.meaning("status")
        case .createPurseFile: profile.purse?.meaning ?? "no purse"
        case .createLogFile: profile.log?.meaning ?? "no log"
        case .changeReadingKey: "put in key \(keys.reading) (reading)"
        case .changeUpdatingKey: "put in key \(keys.updating) (updating)"
        case .changePurseKey: "put in key \(keys.purse) (purse)"
        case .changeTopUpKey: "put in key \(keys.topUp) (topUp)"
        case .changeAdministrationKey:
            "put in key 0 (administration), the mark of a complete structure; ends the session"
        case .openForWriting: "open a session with key \(keys.updating) (updating)"
        case .writeIdentity: "write the identity, unseen until the commit"
        case .writeStatus: "write the status, unseen until the commit"
        case .commit: "make both visible in one step"
        case .openForReading:
            "open a session with key \(keys.reading) (reading), as a terminal would"
        case .readIdentity: "read the identity back and compare"
        case .readStatus: "read the status back and compare"
        case .openToRestrict: "open a session with our master key"
        case .restrictCard: "no listing and no new application without the master key"
        case .forbidFormat: "forbid formatting for ever: this cannot be undone"
        }
    }
}

extension RecordFileLayout {
    fileprivate func meaning(_ name: String) -> String {
        "create file \(number) (\(name)): backup, \(record.length) bytes, \(communication.rawValue), "
            + rights.meaning
    }
}

extension PurseLayout {
    fileprivate var meaning: String {
        "create file \(number) (purse): value from \(lowerLimit) to \(upperLimit) fen, "
            + "\(communication.rawValue), \(rights.meaning)"
    }
}

extension LogLayout {
    fileprivate var meaning: String {
        "create file \(number) (log): cyclic, the last \(records) records of \(recordLength) bytes, "
            + "\(communication.rawValue), \(rights.meaning)"
    }
}

extension FileRights {
    fileprivate var meaning: String {
        named.map { "\($0.name) \($0.access.text)" }.joined(separator: ", ")
    }
}
