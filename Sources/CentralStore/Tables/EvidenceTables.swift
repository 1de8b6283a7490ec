import CampusCard

/// Evidence about cards whose case waits, and what is known of the bins of kiosks.
protocol EvidenceTables {
    /// Keeps evidence; what a source has said before stays as it is.
    func keep(_ evidence: Evidence, of caseID: CaseID, at wall: Int64) throws
    /// Whether a suspect of this kind is open.
    func isSuspect(_ caseID: CaseID, _ kind: Suspects.Kind) throws -> Bool
    /// The case whose new card has this UID, whatever its stage.
    func caseOfCard(_ uid: CardUID) throws -> CaseRecord?
    /// The case that a card was bound to, also one that took another blank since.
    func caseBound(to uid: CardUID) throws -> CaseID?

    /// Nil until the bin was counted once in this journal.
    func binBooks(of journal: EventStream) throws -> BinBooks?
    func set(_ books: BinBooks, of journal: EventStream) throws

    func keep(_ card: UnplacedCard, in journal: EventStream) throws
    /// The cards that are missing since the last count, by number.
    func unplacedCards(in journal: EventStream) throws -> [UnplacedCard]
    func place(card: CardRef, in journal: EventStream) throws
    func place(uid: CardUID) throws
    func placeAll(in journal: EventStream) throws
}
