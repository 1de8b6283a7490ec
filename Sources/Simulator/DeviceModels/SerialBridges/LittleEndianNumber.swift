extension [UInt8] {
    /// Four bytes as a number, lowest first; nil for any other count.
    var littleEndianNumber: Int? {
        count == 4 ? enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) } : nil
    }
}
