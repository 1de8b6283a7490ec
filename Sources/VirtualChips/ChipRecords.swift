/// The records of a linear or cyclic file, oldest first, written to a shadow like a backup file.
struct ChipRecords: Hashable, Sendable, Codable {
    /// Bytes of one record.
    let length: Int
    /// Records that were made room for. A cyclic file shows one less: that one is being written.
    let limit: Int
    let isCyclic: Bool
    private(set) var records: [[UInt8]] = []

    init(length: Int, limit: Int, isCyclic: Bool) {
        self.length = length
        self.limit = limit
        self.isCyclic = isCyclic
    }

    /// A record of zeros behind the last. In a full cyclic file the oldest goes; nil when a linear
    /// one is full.
    func appended() -> ChipRecords? {
        var next = self
        if isCyclic, records.count == limit - 1 { next.records.removeFirst() }
        guard next.records.count < limit else { return nil }
        next.records.append([UInt8](repeating: 0, count: length))
        return next
    }

    /// With bytes put into a record, counted from the newest. - Precondition: they fit.
    func replacing(_ data: [UInt8], inRecord fromNewest: Int, at offset: Int) -> ChipRecords {
        var next = self
        let index = records.count - 1 - fromNewest
        next.records[index].replaceSubrange(offset..<offset + data.count, with: data)
        return next
    }

    func cleared() -> ChipRecords {
        var next = self
        next.records = []
        return next
    }
}
