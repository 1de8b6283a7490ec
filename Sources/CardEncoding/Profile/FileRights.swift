/// Who may do a thing to a file.
package enum FileAccess: Hashable, Sendable {
    case key(ApplicationKeyRole)
    /// Everybody, in the clear.
    case free
    /// Nobody.
    case never

    /// As a profile writes it: a role, "free" or "never".
    package init?(text: String) {
        switch text {
        case "free": self = .free
        case "never": self = .never
        default:
            guard let role = ApplicationKeyRole(rawValue: text) else { return nil }
            self = .key(role)
        }
    }

    package var text: String {
        switch self {
        case .key(let role): role.rawValue
        case .free: "free"
        case .never: "never"
        }
    }

    /// A key number, E or F.
    func nibble(_ keys: ApplicationKeyNumbers) -> UInt8 {
        switch self {
        case .key(let role): keys.number(of: role)
        case .free: 0x0E
        case .never: 0x0F
        }
    }
}

/// The four rights of a DESFire file.
package struct FileRights: Hashable, Sendable {
    package let read: FileAccess
    package let write: FileAccess
    package let readWrite: FileAccess
    /// Changes the rights themselves.
    package let change: FileAccess

    package init(
        read: FileAccess, write: FileAccess, readWrite: FileAccess, change: FileAccess
    ) {
        self.read = read
        self.write = write
        self.readWrite = readWrite
        self.change = change
    }

    /// Read with the reading key, write with the updating key, everything with administration.
    package static let standard = FileRights(
        read: .key(.reading), write: .key(.updating), readWrite: .key(.administration),
        change: .key(.administration))

    /// Two bytes: a nibble each from read down to change, least significant byte first.
    func sent(_ keys: ApplicationKeyNumbers) -> [UInt8] {
        let high = read.nibble(keys) << 4 | write.nibble(keys)
        let low = readWrite.nibble(keys) << 4 | change.nibble(keys)
        return [low, high]
    }

    /// The rights by the names that a profile gives them.
    var named: [(name: String, access: FileAccess)] {
        [("read", read), ("write", write), ("readWrite", readWrite), ("change", change)]
    }
}

/// How a file's bytes travel between reader and card.
package enum CommunicationMode: String, Hashable, Sendable, CaseIterable {
    /// In the clear, with a code that shows whose they are.
    case mac
    /// Enciphered, with that code.
    case full

    var byte: UInt8 {
        switch self {
        case .mac: 0x01
        case .full: 0x03
        }
    }

    /// - Parameter answerLength: plain bytes in the answer.
    func protection(answerLength: Int) -> CardCommand.Protection {
        switch self {
        case .mac: .mac
        case .full: .full(answerLength: answerLength)
        }
    }
}
