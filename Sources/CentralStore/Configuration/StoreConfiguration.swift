import CampusCard

/// What one store serves: the file `store.json`.
package struct StoreConfiguration: Hashable, Sendable, Codable {
    package let campus: CampusID
    package let mode: Mode
    /// Where it listens.
    package let host: String
    package let port: Int
    /// The names and addresses by which kiosks reach it: they stand in its certificate.
    package let reachableAs: [String]
    /// The file of the card profile, the same that kiosks have; a relative path counts from the
    /// folder of `store.json`.
    package let cardProfile: String
    /// Where the master keys of production lie.
    package let token: Token?

    /// A PKCS#11 token.
    package struct Token: Hashable, Sendable, Codable {
        /// The module that speaks to it, a shared object, by its whole path.
        package let module: String
        /// The token's label.
        package let label: String
        /// The file with its user's PIN, which only its owner may read; a relative path counts from the folder of
        /// `store.json`.
        package let pinFile: String

        package init(module: String, label: String, pinFile: String) {
            (self.module, self.label, self.pinFile) = (module, label, pinFile)
        }
    }

    /// How keys are kept.
    package enum Mode: String, Hashable, Sendable, Codable, CaseIterable {
        /// Master keys in a sealed file.
        case development
        /// Master keys in a PKCS#11 token; a key file is refused.
        case production
    }
}

/// A value of a configuration that is not allowed.
package struct ConfigurationFault: Hashable, Sendable, CustomStringConvertible {
    package let key: String
    package let problem: String

    package var description: String { "\(key): \(problem)" }
}

extension StoreConfiguration {
    /// Every value that is out of bounds.
    var faults: [ConfigurationFault] {
        var faults: [ConfigurationFault] = []
        if !(0...65_535).contains(port) {
            faults.append(.init(key: "port", problem: "is \(port); it must be 0 to 65535"))
        }
        if host.isEmpty { faults.append(.init(key: "host", problem: "is empty")) }
        if reachableAs.isEmpty {
            faults.append(.init(key: "reachableAs", problem: "names no host"))
        }
        if cardProfile.isEmpty { faults.append(.init(key: "cardProfile", problem: "is empty")) }
        faults += token?.faults ?? []
        if mode == .production, token == nil {
            faults.append(
                .init(
                    key: "token",
                    problem: "is missing; in production the master keys lie in a PKCS#11 token"))
        }
        return faults
    }
}

extension StoreConfiguration.Token {
    /// Labels are 32 bytes in PKCS#11 (v2.40, CK_TOKEN_INFO).
    private static let labelLimit = 32

    fileprivate var faults: [ConfigurationFault] {
        var faults: [ConfigurationFault] = []
        if !module.hasPrefix("/") {
            faults.append(.init(key: "token.module", problem: "is no whole path"))
        }
        if !(1...Self.labelLimit).contains(label.utf8.count) {
            faults.append(
                .init(
                    key: "token.label",
                    problem: "has \(label.utf8.count) bytes; it must have 1 to "
                        + "\(Self.labelLimit)"))
        }
        if pinFile.isEmpty { faults.append(.init(key: "token.pinFile", problem: "is empty")) }
        return faults
    }
}

extension StorePolicy {
    /// Every value that is out of bounds.
    var faults: [ConfigurationFault] {
        let bounds: [(String, Int64, ClosedRange<Int64>)] = [
            ("wrongPasswordsPerAccount", Int64(wrongPasswordsPerAccount), 1...100),
            ("wrongNumbersPerKiosk", Int64(wrongNumbersPerKiosk), 1...1_000),
            ("lockSeconds", Int64(lockSeconds), 1...86_400),
            ("sessionSeconds", Int64(sessionSeconds), 30...3_600),
            ("quoteSeconds", Int64(quoteSeconds), 30...3_600),
            ("leaseSeconds", Int64(leaseSeconds), 60...3_600),
            ("standardFee", standardFee.fen, 0...100_000),
            ("replacementLimit.count", Int64(replacementLimit.count), 1...100),
            ("replacementLimit.days", Int64(replacementLimit.days), 1...3_650),
            ("singleLimit", singleLimit.fen, 0...StatusRecord.highestLimit.fen),
            ("dailyLimit", dailyLimit.fen, 0...StatusRecord.highestLimit.fen),
            ("cardValidDays", Int64(cardValidDays), 1...7_305),
            ("zoneOffsetMinutes", Int64(zoneOffsetMinutes), -720...840),
            ("dayStartHour", Int64(dayStartHour), 0...23),
        ]
        return bounds.filter { !$0.2.contains($0.1) }.map { key, value, range in
            ConfigurationFault(
                key: key,
                problem: "is \(value); it must be \(range.lowerBound) to \(range.upperBound)")
        }
    }
}
