/// Which key may do what, as the chip looks it up (MF1S50 data sheet, tables 7 and 8).
enum ClassicRights {
    enum Key: Hashable, Sendable { case a, b }

    /// Keys that read, and keys that write, a data block.
    static func data(_ bits: (Bool, Bool, Bool)) -> (read: Set<Key>, write: Set<Key>) {
        switch bits {
        case (false, false, false): ([.a, .b], [.a, .b])
        case (false, true, false): ([.a, .b], [])
        case (true, false, false): ([.a, .b], [.b])
        case (true, true, false): ([.a, .b], [.b])
        case (false, false, true): ([.a, .b], [])
        case (false, true, true): ([.b], [.b])
        case (true, false, true): ([.b], [])
        case (true, true, true): ([], [])
        }
    }

    /// Keys that write all parts of a trailer at once, which is the only way in which a reader writes one.
    static func trailerWriters(_ bits: (Bool, Bool, Bool)) -> Set<Key> {
        switch bits {
        // Access bits and both keys, by key A.
        case (false, false, true): [.a]
        // Access bits and both keys, by key B.
        case (false, true, true): [.b]
        // Some part of it never changes: those stay what they were.
        case (false, false, false), (false, true, false), (true, false, false),
            (true, true, false), (true, false, true), (true, true, true):
            []
        }
    }

    /// Whether key B can be read, and therefore opens nothing.
    static func keyBIsData(_ bits: (Bool, Bool, Bool)) -> Bool {
        switch bits {
        case (false, false, false), (false, true, false), (false, false, true): true
        case (true, false, false), (true, true, false), (false, true, true), (true, false, true),
            (true, true, true):
            false
        }
    }
}
