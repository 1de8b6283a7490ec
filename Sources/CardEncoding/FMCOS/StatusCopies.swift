package import CampusCard

/// A status in two copies, of which one is always whole: nothing is promised for a write of an
/// FMCOS file that loses power, so each write goes over the older copy.
package struct StatusCopies: Hashable, Sendable {
    /// The newer of the copies that are whole.
    package let current: StatusRecord
    /// Where the next write goes.
    let nextOffset: Int

    /// Nil when neither copy is whole.
    package init?(_ bytes: [UInt8], _ layout: RecordLayout<StatusField>) {
        guard bytes.count == 2 * layout.length else { return nil }
        let copies = [bytes.prefix(layout.length), bytes.suffix(layout.length)].map {
            try? StatusRecord.decode(Array($0), as: layout)
        }
        // Which fault a copy has does not matter: it is not the one to go by.
        switch (copies[0], copies[1]) {
        case (nil, nil): return nil
        case (let first?, nil): (current, nextOffset) = (first, layout.length)
        case (nil, let second?): (current, nextOffset) = (second, 0)
        case (let first?, let second?):
            let isFirst = first.updateCounter >= second.updateCounter
            (current, nextOffset) = isFirst ? (first, layout.length) : (second, 0)
        }
    }
}
