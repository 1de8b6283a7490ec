import CampusCard
import CardPrimitives

extension PersonaliseProcedure {
    /// The key that each of a new application's slots holds until it is changed.
    private static let defaultKey = SecretKey([UInt8](repeating: 0, count: 16))

    package func operation(of step: PersonaliseStep) -> CardOperation {
        let application = plan.profile.applicationID
        let keys = plan.keys
        return switch step {
        case .readVersion: .command(.readVersion)
        case .selectCard, .returnToCard, .selectCardAgain: .command(.select(.card))
        case .readCardKeyVersion, .readApplicationKeyVersion: .command(.keyVersion(of: 0))
        case .openWithTransportKey:
            .authenticate(plan.transport.scheme, keyNumber: 0, key: plan.transport.key)
        case .lookForApplications, .listApplications: .command(.listApplications)
        case .changeCardKey: changeOfCardKey
        case .openWithCardKey, .reopenCard, .openToRestrict:
            .authenticate(.ev2First, keyNumber: 0, key: keys.cardMaster)
        case .confirmUID: .command(.confirmUID)
        case .findApplication, .selectApplication: .command(.select(application))
        case .openForInspection, .openForReading: open(.reading, keys.reading)
        case .inspectIdentity, .readIdentity: .command(.read(.identity, isWhole: isWhole))
        case .inspectStatus, .readStatus: .command(.read(.status, isWhole: isWhole))
        case .deleteApplication: .command(.deleteApplication(application))
        case .createApplication: .command(.createApplication(application))
        case .openWithDefaultKey: open(.administration, Self.defaultKey)
        case .createIdentityFile: .command(.create(.identity))
        case .createStatusFile: .command(.create(.status))
        case .changeReadingKey: change(.reading, to: keys.reading)
        case .changeUpdatingKey: change(.updating, to: keys.updating)
        case .changePurseKey: change(.purse, to: keys.purse)
        case .changeTopUpKey: change(.topUp, to: keys.topUp)
        case .changeAdministrationKey: changeOfAdministrationKey
        case .openForWriting: open(.updating, keys.updating)
        case .writeIdentity: .command(.write(.identity, plan.identity, isWhole: isWhole))
        case .writeStatus: .command(.write(.status, plan.status, isWhole: isWhole))
        case .commit: .command(.commit)
        case .restrictCard: .command(.restrictCard)
        }
    }

    private var isWhole: Bool { product?.takesWholeFrames ?? false }

    private func open(_ number: CardProfile.KeyNumber, _ key: SecretKey) -> CardOperation {
        .authenticate(.ev2First, keyNumber: number.rawValue, key: key)
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
                slot: CardProfile.KeyNumber.administration.rawValue,
                newKey: plan.keys.administration, version: plan.keys.generation, replacing: nil))
    }

    /// `C4 01` to `C4 04`: another key than the session's.
    private func change(_ number: CardProfile.KeyNumber, to key: SecretKey) -> CardOperation {
        .changeKey(
            KeyChange(
                slot: number.rawValue, newKey: key, version: plan.keys.generation,
                replacing: Self.defaultKey))
    }
}
