/// What a program asked of the disk.
package struct DiskOperation: Hashable, Sendable {
    /// The kinds of operation that can fail, each in its own way.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case open, read, write, resize, sync, remove
    }

    /// From 1, over all operations of the disk.
    package let number: Int
    package let kind: Kind
    package let file: String
}

/// The moment of an operation: a write that is under way, or a sync that has not returned.
package struct CrashPoint: Sendable {
    package let operation: DiskOperation
    let state: DiskState
    let file: Int?
    package let sectorBytes: Int
    package let model: SectorModel

    /// What the disk holds if power fails now in this way.
    package func image(after cut: PowerCut) -> DiskImage {
        state.image(after: cut, sectorBytes: sectorBytes, model: model)
    }

    /// How many sectors were written and not synced.
    package var unsyncedCount: Int { state.unsyncedSectors(sectorBytes).count }

    /// Every way that is looked at: at a sync all sectors kept, all lost, all garbage, each one alone kept, lost and
    /// garbage, and so many seeded subsets; at any other operation what it adds to those before it.
    package func cuts(subsets: Int, seed: UInt64) -> [PowerCut] {
        let seed = seed &+ UInt64(operation.number) &* 0x1_0001
        return switch operation.kind {
        case .sync: wholes(seed) + eachAlone(seed) + drawn(subsets, seed)
        case .write: underWay(seed) + drawn(subsets / 16, seed)
        case .open, .read, .resize, .remove: wholes(seed) + directories(seed)
        }
    }

    /// The ways that are never left out, and so many others, which the seed chooses.
    package func cuts(sample: Int, seed: UInt64) -> [PowerCut] {
        let basic = wholes(seed).count
        var dice = DiskDice(seed: seed &+ UInt64(operation.number))
        let all = cuts(subsets: 64, seed: seed)
        guard operation.kind == .sync else {
            return Array(all.shuffled(using: &dice).prefix(sample))
        }
        return Array(all.prefix(basic) + all.dropFirst(basic).shuffled(using: &dice).prefix(sample))
    }

    private func wholes(_ seed: UInt64) -> [PowerCut] {
        [
            PowerCut(name: "all kept", otherwise: .kept),
            PowerCut(name: "all lost", otherwise: .lost, nameChangesKept: 0),
            PowerCut(
                name: "all lost, lengths and names kept", otherwise: .lost, keepsLengths: true),
            PowerCut(name: "all garbage", otherwise: .garbage, garbageSeed: seed),
        ]
    }

    private func eachAlone(_ seed: UInt64) -> [PowerCut] {
        state.unsyncedSectors(sectorBytes).flatMap { sector, _ in
            let name = "sector \(sector.number) of file \(sector.file)"
            return [
                PowerCut(name: "\(name) alone kept", fates: [sector: .kept], otherwise: .lost),
                PowerCut(name: "\(name) alone lost", fates: [sector: .lost], otherwise: .kept),
                PowerCut(
                    name: "\(name) alone garbage", fates: [sector: .garbage], otherwise: .kept,
                    garbageSeed: seed),
            ]
        }
    }

    /// A write that is under way: torn, done before everything else, or done in part.
    private func underWay(_ seed: UInt64) -> [PowerCut] {
        guard let file else { return [] }
        let written = state.lastWritten(file, sectorBytes)
        func all(_ fate: SectorFate) -> [SectorAddress: SectorFate] {
            Dictionary(uniqueKeysWithValues: written.map { ($0, fate) })
        }
        let writes = Dictionary(
            uniqueKeysWithValues: state.unsyncedSectors(sectorBytes).map { ($0.sector, $0.writes) })
        let torn = written.indices.dropFirst().map { first in
            PowerCut(
                name: "torn before sector \(written[first].number)",
                fates: Dictionary(
                    uniqueKeysWithValues: written[first...].map {
                        ($0, .writesKept(writes[$0, default: 1] - 1))
                    }),
                otherwise: .kept)
        }
        return [
            PowerCut(name: "written", otherwise: .kept),
            PowerCut(name: "written before all else", fates: all(.kept), otherwise: .lost),
            PowerCut(
                name: "being written", fates: all(.garbage), otherwise: .kept, garbageSeed: seed),
        ] + torn
    }

    /// Each state that the directory can be in.
    private func directories(_ seed: UInt64) -> [PowerCut] {
        (0...state.nameChanges.count).flatMap { kept in
            [SectorFate.kept, .lost].map {
                PowerCut(
                    name: "\(kept) changes of the directory", otherwise: $0, nameChangesKept: kept)
            }
        }
    }

    /// Each sector as it was after any of its writes, or garbage; lengths and directory as it falls.
    private func drawn(_ count: Int, _ seed: UInt64) -> [PowerCut] {
        let sectors = state.unsyncedSectors(sectorBytes)
        return (0..<count).map { index in
            var dice = DiskDice(seed: seed &+ UInt64(index) &* 0x9E37_79B9)
            var cut = PowerCut(name: "subset \(index) of seed \(seed)", otherwise: .kept)
            for (sector, writes) in sectors {
                let fate = Int.random(in: -1...writes, using: &dice)
                cut.fates[sector] = fate < 0 ? .garbage : .writesKept(fate)
            }
            // Every sector is named: this is for the changes of length.
            cut.otherwise = Bool.random(using: &dice) ? .kept : .lost
            cut.keepsLengths = Bool.random(using: &dice)
            cut.nameChangesKept = Int.random(in: 0...state.nameChanges.count, using: &dice)
            cut.garbageSeed = dice.next()
            return cut
        }
    }
}
