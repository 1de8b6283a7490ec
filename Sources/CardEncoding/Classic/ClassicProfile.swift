/// How a campus marks its MIFARE Classic cards (profile C). The cipher of these cards is broken and their UID can be
/// copied: no new card is issued with one, no money and nothing personal lies on it, and a terminal asks the store. It
/// is here so that cards that are in pockets can be moved to another kind.
package struct ClassicProfile: Hashable, Sendable {
    /// Sectors that may be the campus's; 0 is the directory's.
    package static let dataSectors = 1...15

    package let sector: Int
    /// The campus in the directory.
    package let application: UInt16

    /// - Precondition: a sector with data, and an application that is registered: 0 stands for a free sector.
    package init(sector: Int, application: UInt16) {
        precondition(
            Self.dataSectors.contains(sector) && application != 0,
            "sector \(sector) is none of 1 to 15, or application \(application) is none")
        self.sector = sector
        self.application = application
    }

    /// What the directory says of a card of this campus, and of nobody else.
    var directory: ClassicDirectory {
        var directory = ClassicDirectory()
        directory.applications[sector - 1] = application
        return directory
    }
}
