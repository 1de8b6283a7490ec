extension PersonaliseFMCOSProcedure.Step {
    /// What the step does, for whoever reads a dry run.
    package var meaning: String {
        switch self {
        case .readUID: "ask the reader for the card's UID"
        case .selectRoot, .returnToRoot, .selectRootAgain: "select the root"
        case .readMark: "how far has an earlier run come? the mark says which key the root has"
        case .tryCardKey: "open the root with our key, once, since wrong tries are counted"
        case .openWithTransportKey, .reopenRoot: "open the root with the maker's key"
        case .createMark: "create the mark's file"
        case .findApplication: "has an earlier run begun our application?"
        case .createApplication: "create the application"
        case .enterApplication, .enterToWrite, .enterToVerify: "select the application"
        case .eraseApplication: "delete everything that the earlier run made in it"
        case .createKeyFile: "create its key file"
        case .writeMasterKey: "put in the application's master key (39, number 0)"
        case .writeReadingKey: "put in the reading key (39, number 1)"
        case .writeLineKey: "put in the key of line protection (36)"
        case .writeProvingKey: "put in the key by which the card proves itself (34)"
        case .writePurchaseKey: "put in the purse's purchase key (3E)"
        case .writeLoadKey: "put in the purse's load key (3F)"
        case .createIdentityFile: "create the identity's file"
        case .createStatusFile: "create the status's file, with room for two copies"
        case .createPurse: "create the purse"
        case .createLog: "create the purse's log"
        case .openForWriting: "open the application with its master key"
        case .writeIdentity: "write the identity under a MAC"
        case .writeStatus: "write the first copy of the status under a MAC"
        case .proveCard: "let the card prove its key"
        case .openForReading: "open the application with the reading key, as a terminal would"
        case .readIdentity: "read the identity back and compare"
        case .readStatus: "read the status back and compare"
        case .markChange:
            "mark that the root's key is being changed: from here on either may open it"
        case .changeCardKey: "put our master key in the place of the maker's"
        case .openWithCardKey: "open the root with our key, which proves the change"
        case .markDone: "mark that the card is made"
        }
    }
}
