import CampusCard

/// What the store books in the bin of one kiosk's journal since the bin was last counted: a sum of its own over the events.
struct BinBooks: Hashable {
    /// What lies in the bin by the last count and the cards retained since.
    var booked: Int
    /// The last count, until something else is heard of the bin: what it differed by is no news.
    var lastCount: LastCount?
    /// A witness disagreed with the books, or the hopper gave more than was fed: a count fits more than one story.
    var isDoubtful: Bool

    struct LastCount: Hashable {
        let booked: Int
        let found: Int
    }
}

/// A card that its kiosk cannot place since the last count of the bin.
struct UnplacedCard: Hashable {
    let card: CardRef
    let uid: CardUID?
}
