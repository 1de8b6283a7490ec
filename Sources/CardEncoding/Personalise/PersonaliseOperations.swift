import CampusCard
import CardPrimitives

extension PersonaliseProcedure {
    /// The key that each of a new application's slots holds until it is changed.
    private static let defaultKey = SecretKey([UInt8](repeating: 0, count: 16))

    package func operation(of step: PersonaliseStep) -> CardOperation {
        let profile = plan.profile
        return switch step {
        case .readVersion: .command(.readVersion)
        case .readSignature: .command(.readSignature)
        case .selectCard, .returnToCard, .selectCardAgain: .command(.select(.card))
        case .readCardKeyVersion, .readApplicationKeyVersion: .command(.keyVersion(of: 0))
        case .openWithTransportKey:
            .authenticate(plan.transport.scheme, keyNumber: 0, key: plan.transport.key)
        case .lookForApplications, .listApplications: .command(.listApplications)
        case .changeCardKey: changeOfCardKey
        case .openWithCardKey, .reopenCard, .openToRestrict:
            .authenticate(product.scheme, keyNumber: 0, key: plan.keys.cardMaster)
        case .confirmUID: .command(.confirmUID)
        case .findApplication, .selectApplication: .command(.select(profile.applicationID))
        case .openForInspection, .openForReading: open(.reading)
        case .inspectIdentity, .readIdentity:
            .command(.read(profile.identity, isWhole: product.takesWholeFrames))
        case .inspectStatus, .readStatus:
            .command(.read(profile.status, isWhole: product.takesWholeFrames))
        case .deleteApplication: .command(.deleteApplication(profile.applicationID))
        case .createApplication: .command(.createApplication(profile.applicationID))
        case .openWithDefaultKey: .authenticate(product.scheme, keyNumber: 0, key: Self.defaultKey)
        case .createIdentityFile: .command(.create(profile.identity, keys: profile.keys))
        case .createStatusFile: .command(.create(profile.status, keys: profile.keys))
        case .createPurseFile: creationOfPurse
        case .createLogFile: creationOfLog
        case .changeReadingKey: change(.reading)
        case .changeUpdatingKey: change(.updating)
        case .changePurseKey: change(.purse)
        case .changeTopUpKey: change(.topUp)
        case .changeAdministrationKey: changeOfAdministrationKey
        case .openForWriting: open(.updating)
        case .writeIdentity:
            .command(.write(profile.identity, plan.identity, isWhole: product.takesWholeFrames))
        case .writeStatus:
            .command(.write(profile.status, plan.status, isWhole: product.takesWholeFrames))
        case .commit: .command(.commit)
        case .restrictCard: .command(.restrictCard)
        case .forbidFormat: .command(.forbidFormat)
        }
    }

    private var creationOfPurse: CardOperation {
        guard let purse = plan.profile.purse else {
            preconditionFailure("a purse was to be made on a card whose profile has none")
        }
        return .command(.create(purse, keys: plan.profile.keys))
    }

    private var creationOfLog: CardOperation {
        guard let log = plan.profile.log else {
            preconditionFailure("a log was to be made on a card whose profile has none")
        }
        return .command(.create(log, keys: plan.profile.keys))
    }

    private func open(_ role: ApplicationKeyRole) -> CardOperation {
        .authenticate(
            product.scheme, keyNumber: plan.profile.keys.number(of: role), key: plan.keys.key(role))
    }

    /// `C4 80`: the session's own key, from the maker's type to AES.
    private var changeOfCardKey: CardOperation {
        .changeKey(
            KeyChange(
                slot: CardProfile.cardKeySlot, newKey: plan.keys.cardMaster,
                version: plan.keys.generation, replacing: nil))
    }

    /// `C4 00`: the session's own key, last of all.
    private var changeOfAdministrationKey: CardOperation {
        .changeKey(
            KeyChange(
                slot: plan.profile.keys.number(of: .administration),
                newKey: plan.keys.key(.administration), version: plan.keys.generation,
                replacing: nil))
    }

    /// `C4 01` to `C4 04`: another key than the session's.
    private func change(_ role: ApplicationKeyRole) -> CardOperation {
        .changeKey(
            KeyChange(
                slot: plan.profile.keys.number(of: role), newKey: plan.keys.key(role),
                version: plan.keys.generation, replacing: Self.defaultKey))
    }
}
