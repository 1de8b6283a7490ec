import CampusCard
import CardPrimitives

extension PersonaliseFMCOSProcedure {
    package func operation(of step: Step) -> FMCOSOperation {
        let (profile, keys) = (plan.profile, plan.keys)
        return switch step {
        case .readUID: .plain(.readUID)
        case .selectRoot, .returnToRoot, .selectRootAgain: .plain(.selectRoot)
        case .readMark: .plain(.readMark)
        case .tryCardKey, .openWithCardKey: .authenticate(keyNumber: 0, keys.cardMaster)
        case .openWithTransportKey, .reopenRoot: .authenticate(keyNumber: 0, plan.transport)
        case .createMark: .plain(.createMark)
        case .findApplication, .enterApplication, .enterToWrite, .enterToVerify:
            .plain(.select(profile))
        case .createApplication: .plain(.createApplication(profile))
        case .eraseApplication: .plain(.erase)
        case .createKeyFile: .plain(.createKeyFile)
        case .writeMasterKey: .plain(.add(.master(keys.applicationMaster)))
        case .writeReadingKey: .plain(.add(.reading(keys.reading)))
        case .writeLineKey: .plain(.add(.line(keys.line)))
        case .writeProvingKey: .plain(.add(.proving(keys.proving)))
        case .writePurchaseKey: .plain(.add(.purchase(keys.purchase)))
        case .writeLoadKey: .plain(.add(.load(keys.load)))
        case .createIdentityFile: .plain(.createIdentity(profile))
        case .createStatusFile: .plain(.createStatus(profile))
        case .createPurse: .plain(.createPurse)
        case .createLog: .plain(.createLog)
        case .openForWriting: .authenticate(keyNumber: 0, keys.applicationMaster)
        case .writeIdentity: write(profile.identityFile, plan.identity)
        case .writeStatus: write(profile.statusFile, plan.status.encoded(as: profile.status))
        case .proveCard: .prove(keyNumber: 0, keys.proving)
        case .openForReading: .authenticate(keyNumber: 1, keys.reading)
        case .readIdentity: .plain(.read(profile.identityFile, length: profile.identity.length))
        case .readStatus: .plain(.read(profile.statusFile, length: 2 * profile.status.length))
        case .markChange: .plain(.writeMark(FMCOSMark.changing.rawValue))
        case .changeCardKey:
            .protected(
                .replace(.master(keys.cardMaster)), FMCOSLineKey(plan.transport, enciphers: true))
        case .markDone: .plain(.writeMark(FMCOSMark.done.rawValue))
        }
    }

    private func write(_ file: UInt8, _ bytes: [UInt8]) -> FMCOSOperation {
        .protected(.write(file, at: 0, bytes), FMCOSLineKey(plan.keys.line))
    }
}
