package import CampusCard

/// A file that holds a record.
///
/// It is always a backup file: its old content stays until the commit, and identity and status
/// change together. A standard file that is torn in mid-write holds anything.
package struct RecordFileLayout<Field: RecordField>: Hashable, Sendable {
    package let number: UInt8
    package let communication: CommunicationMode
    package let rights: FileRights
    /// The record, which fills the file.
    package let record: RecordLayout<Field>

    package init(
        number: UInt8, communication: CommunicationMode = .full, rights: FileRights = .standard,
        record: RecordLayout<Field> = .standard
    ) {
        self.number = number
        self.communication = communication
        self.rights = rights
        self.record = record
    }
}

/// What any file of an application has.
package enum FileNumber {
    /// Numbers that a file may have.
    package static let range = 0...31
}

/// A value file that terminals debit without asking the store. The balance is in fen and begins
/// with nothing.
package struct PurseLayout: Hashable, Sendable {
    /// Bounds of a balance: 21 474 836.47 yuan either way.
    package static let balances = Int(Int32.min)...Int(Int32.max)

    package let number: UInt8
    package let communication: CommunicationMode
    /// Reading the balance and debit take any of the first three; credit takes `readWrite`.
    package let rights: FileRights
    package let lowerLimit: Int32
    package let upperLimit: Int32

    package init(
        number: UInt8, communication: CommunicationMode, rights: FileRights, lowerLimit: Int32,
        upperLimit: Int32
    ) {
        self.number = number
        self.communication = communication
        self.rights = rights
        self.lowerLimit = lowerLimit
        self.upperLimit = upperLimit
    }
}

/// A cyclic record file for what terminals note of offline purchases: a new record takes the place
/// of the oldest.
package struct LogLayout: Hashable, Sendable {
    /// Bytes that one record may have.
    package static let recordLengths = 1...64
    /// Records that a card may keep.
    package static let recordCounts = 1...100

    package let number: UInt8
    package let communication: CommunicationMode
    package let rights: FileRights
    package let recordLength: Int
    package let records: Int

    package init(
        number: UInt8, communication: CommunicationMode, rights: FileRights, recordLength: Int,
        records: Int
    ) {
        self.number = number
        self.communication = communication
        self.rights = rights
        self.recordLength = recordLength
        self.records = records
    }
}
