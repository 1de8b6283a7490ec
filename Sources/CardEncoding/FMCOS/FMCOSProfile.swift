package import CampusCard

/// How a campus lays out its FMCOS cards (profile B): one application with an identity, a status in
/// two copies, and where the campus wants it a PBOC purse.
///
/// What the recovery rules rely on stands in the code: rights, key numbers, the mark in the root.
package struct FMCOSProfile: Hashable, Sendable {
    /// Identifiers that an application may have; 3F00 is the root.
    package static let applicationFiles = 0x3F01...0x3FFE
    /// Bytes of an application's name.
    package static let nameLengths = 5...16
    /// Short identifiers that identity and status may have; 1 and 2 are the purse's, 24 its log's,
    /// 30 the mark's.
    package static let files = 3...23

    package let applicationFile: UInt16
    package let applicationName: [UInt8]
    package let identityFile: UInt8
    package let statusFile: UInt8
    package let identity: RecordLayout<IdentityField>
    package let status: RecordLayout<StatusField>
    package let hasPurse: Bool

    /// - Precondition: a name of a length that the card takes, two different files.
    package init(
        applicationFile: UInt16 = 0x3F01, applicationName: [UInt8],
        identityFile: UInt8 = 0x16, statusFile: UInt8 = 0x17,
        identity: RecordLayout<IdentityField> = .standard,
        status: RecordLayout<StatusField> = .standard, hasPurse: Bool = false
    ) {
        precondition(
            Self.nameLengths.contains(applicationName.count) && identityFile != statusFile,
            "an application has a name of 5 to 16 bytes and two files")
        self.applicationFile = applicationFile
        self.applicationName = applicationName
        self.identityFile = identityFile
        self.statusFile = statusFile
        self.identity = identity
        self.status = status
        self.hasPurse = hasPurse
    }
}
