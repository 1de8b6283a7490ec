import CampusCard

/// Counts of the bin as evidence: a bare count closes a suspect only if no other card can explain it (design §4).
struct BinCount {
    let journal: EventStream
    let transaction: StoreTransaction

    private var tables: any StoreTables { transaction.tables }

    /// A card went into the bin.
    func retained(_ card: CardRef) throws {
        try tables.place(card: card, in: journal)
        guard var books = try tables.binBooks(of: journal) else { return }
        books.booked += 1
        books.lastCount = nil
        try tables.set(books, of: journal)
    }

    /// A card cannot be placed: it may be in the bin.
    func missing(_ card: CardRef, _ uid: CardUID?) throws {
        try tables.keep(UnplacedCard(card: card, uid: uid), in: journal)
    }

    /// A witness and the kiosk's books disagree. What the count itself revealed is no second difference, and a hopper that
    /// holds more than booked was filled.
    func differs(_ unit: StockUnit, booked: Int, witnessed: Int) throws {
        guard var books = try tables.binBooks(of: journal), !books.isDoubtful else { return }
        switch unit {
        case .hopper:
            guard witnessed < booked else { return }
        case .bin:
            let told = BinBooks.LastCount(booked: booked, found: witnessed)
            guard books.lastCount != told else { return }
        }
        books.isDoubtful = true
        try tables.set(books, of: journal)
    }

    /// A person counted the bin. The first count of a journal says nothing: what lay there before is not known.
    func counted(_ found: Int) throws {
        let books = try tables.binBooks(of: journal)
        if let books { try weigh(found, against: books) }
        try tables.placeAll(in: journal)
        try tables.set(
            BinBooks(
                booked: found,
                lastCount: books.map { BinBooks.LastCount(booked: $0.booked, found: found) },
                isDoubtful: false), of: journal)
    }

    private func weigh(_ found: Int, against books: BinBooks) throws {
        let missing = try tables.unplacedCards(in: journal)
        let fate = Self.fate(
            surplus: found - books.booked, missing: missing.count, isDoubtful: books.isDoubtful)
        for uid in missing.compactMap(\.uid) {
            guard let suspect = try tables.caseOfCard(uid), suspect.kiosk == journal.kiosk,
                try tables.isSuspect(suspect.id, .delivery)
            else { continue }
            let note = """
                \(journal.kiosk) holds \(found) in its bin, \(books.booked) are booked, \
                \(missing.count) missing\(books.isDoubtful ? ", and a witness disagrees" : "")
                """
            try EvidenceRule.weigh(
                Evidence(.counted, fate, source: journal.kiosk.text, note: note), on: suspect,
                transaction)
        }
    }

    /// What a count says of each card that is missing since the count before.
    static func fate(surplus: Int, missing: Int, isDoubtful: Bool) -> CardFate {
        if isDoubtful { return .undecided }
        if surplus == 0 { return .notInBin }
        return surplus == 1 && missing == 1 ? .retained : .undecided
    }
}
