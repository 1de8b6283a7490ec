/// A profile as far as it is known, so that one look at a file finds every fault, beside values
/// that could not be read at all.
package struct ProfileParts: Hashable, Sendable {
    package var keys: [ApplicationKeyRole: UInt8]
    /// In the order of the profile.
    package var files: [FileParts]

    package init(keys: [ApplicationKeyRole: UInt8], files: [FileParts]) {
        self.keys = keys
        self.files = files
    }

    init(_ profile: CardProfile) {
        let roles = ApplicationKeyRole.allCases.map { ($0, profile.keys.number(of: $0)) }
        keys = Dictionary(uniqueKeysWithValues: roles)
        let identity = FileParts(
            .identity, profile.identity.number, profile.identity.communication,
            profile.identity.rights)
        let status = FileParts(
            .status, profile.status.number, profile.status.communication, profile.status.rights)
        let purse = profile.purse.map {
            FileParts(
                .purse(lower: $0.lowerLimit, upper: $0.upperLimit), $0.number, $0.communication,
                $0.rights)
        }
        let log = profile.log.map { FileParts(.log, $0.number, $0.communication, $0.rights) }
        files = [identity, status] + [purse, log].compactMap(\.self)
    }
}

/// A file of a profile as far as it is known.
package struct FileParts: Hashable, Sendable {
    /// What the file holds.
    package enum Content: Hashable, Sendable {
        case identity, status, log
        case purse(lower: Int32?, upper: Int32?)
    }

    package var content: Content
    package var number: UInt8?
    package var communication: CommunicationMode?
    package var read: FileAccess?
    package var write: FileAccess?
    package var readWrite: FileAccess?
    package var change: FileAccess?

    package init(_ content: Content) { self.content = content }

    fileprivate init(
        _ content: Content, _ number: UInt8, _ communication: CommunicationMode,
        _ rights: FileRights
    ) {
        self.content = content
        self.number = number
        self.communication = communication
        (read, write) = (rights.read, rights.write)
        (readWrite, change) = (rights.readWrite, rights.change)
    }

    /// All four, when all four are known.
    package var fileRights: FileRights? {
        guard let read, let write, let readWrite, let change else { return nil }
        return FileRights(read: read, write: write, readWrite: readWrite, change: change)
    }

    /// As the profile's file has it.
    var name: String {
        switch content {
        case .identity: "identity"
        case .status: "status"
        case .log: "log"
        case .purse: "purse"
        }
    }

    /// The rights by the names that a profile gives them.
    var rights: [(name: String, access: FileAccess?)] {
        [("read", read), ("write", write), ("readWrite", readWrite), ("change", change)]
    }
}
