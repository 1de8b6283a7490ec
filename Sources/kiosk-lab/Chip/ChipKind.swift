import ArgumentParser
import CampusCard
import CardEncoding
import CardPrimitives
import Simulator
import VirtualChips

/// The cards that can be played.
enum ChipKind: String, CaseIterable, ExpressibleByArgument {
    case desfireEV1 = "desfire-ev1"
    case desfireEV2 = "desfire-ev2"
    case desfireEV3 = "desfire-ev3"
    /// A CPU card, FM1208 or FM1280.
    case fmcos
    /// MIFARE Classic with 1 KB, by a reader's pseudo-APDUs.
    case classic
    /// China T-Union, with a number of twenty digits.
    case transit

    /// Nil for a card that is no DESFire.
    var generation: ChipGeneration? {
        switch self {
        case .desfireEV1: .ev1
        case .desfireEV2: .ev2
        case .desfireEV3: .ev3
        case .fmcos, .classic, .transit: nil
        }
    }

    /// As its maker delivers it.
    /// - Parameter frameBytes: data bytes in an answer frame of a DESFire; nil for its own.
    func chip(
        _ uid: CardUID, _ random: any RandomSource, frameBytes: Int? = nil
    ) -> any ChipInField {
        switch self {
        case .desfireEV1: desfire(.ev1, uid, random, frameBytes)
        case .desfireEV2: desfire(.ev2, uid, random, frameBytes)
        case .desfireEV3: desfire(.ev3, uid, random, frameBytes)
        case .fmcos: VirtualFMCOS(memory: FMCOSMemory(uid: uid), random: random)
        case .classic: VirtualClassic(memory: ClassicMemory(uid: uid))
        case .transit: VirtualTransit([.sample])
        }
    }

    private func desfire(
        _ generation: ChipGeneration, _ uid: CardUID, _ random: any RandomSource,
        _ frameBytes: Int?
    ) -> VirtualDESFire {
        VirtualDESFire(uid: uid, generation: generation, random: random, answerChunk: frameBytes)
    }

    /// Bytes that a UID of it may have.
    var uidLengths: Set<Int> {
        switch self {
        case .desfireEV1, .desfireEV2, .desfireEV3: [7]
        case .fmcos, .classic, .transit: [4, 7]
        }
    }
}

extension VirtualTransit.Application {
    /// A card of China T-Union with the number 31012345678901234567.
    fileprivate static var sample: VirtualTransit.Application {
        let application = TransitApplication.tUnion
        let number: [UInt8] = [0x31, 0x01, 0x23, 0x45, 0x67, 0x89, 0x01, 0x23, 0x45, 0x67]
        return VirtualTransit.Application(
            identifier: application.identifier,
            files: [
                application.file: Array(repeating: 0, count: Int(application.offset)) + number
            ])
    }
}
