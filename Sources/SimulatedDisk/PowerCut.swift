/// A sector of a file.
struct SectorAddress: Hashable, Sendable {
    let file: Int
    let number: Int
}

/// What a power cut did to a sector that was written and not synced.
enum SectorFate: Hashable, Sendable {
    /// As it was at the last sync, or after so many of the writes since then.
    case writesKept(Int)
    /// The cut came while the sector was being written.
    case garbage

    static let lost = SectorFate.writesKept(0)
    static let kept = SectorFate.writesKept(.max)
}

/// One way in which a power cut can leave what was not synced.
package struct PowerCut: Sendable {
    /// For people, and for a report that is to be repeated.
    package let name: String
    var fates: [SectorAddress: SectorFate] = [:]
    /// What happened to the sectors that `fates` does not name.
    var otherwise: SectorFate
    /// A file keeps the length that it was given though what was written there is lost: it reads as zeros.
    var keepsLengths = false
    /// How many changes of the directory, from the oldest on, reached the disk.
    var nameChangesKept = Int.max
    var garbageSeed: UInt64 = 0
}

/// What a disk does with a sector whose writing is cut short.
package enum SectorModel: String, Sendable, CaseIterable {
    /// Bytes outside the write are unharmed: SQLite's powersafe overwrite.
    case powersafe
    /// The whole sector is garbage, also what was synced before.
    case wholeSector
}

extension DiskState {
    /// The disk when power is back.
    func image(after cut: PowerCut, sectorBytes: Int, model: SectorModel) -> DiskImage {
        var names = durableNames
        for change in nameChanges.prefix(cut.nameChangesKept) {
            switch change {
            case .made(let name, let file): names[name] = file
            case .removed(let name): names[name] = nil
            }
        }
        return DiskImage(
            files: names.compactMapValues { number in
                files[number]?.bytes(
                    after: cut, file: number, sectorBytes: sectorBytes, model: model)
            })
    }

    /// Each sector that was written and not synced, with the number of the writes to it.
    func unsyncedSectors(_ sectorBytes: Int) -> [(sector: SectorAddress, writes: Int)] {
        var writes: [SectorAddress: Int] = [:]
        for (number, file) in files where isReachable(number) {
            for case .write(let offset, let bytes) in file.changes {
                for sector in sectors(offset, bytes.count, sectorBytes) {
                    writes[SectorAddress(file: number, number: sector), default: 0] += 1
                }
            }
        }
        return writes.map { (sector: $0.key, writes: $0.value) }
            .sorted { ($0.sector.file, $0.sector.number) < ($1.sector.file, $1.sector.number) }
    }

    /// The sectors of the last change of the files that has not been synced.
    func lastWritten(_ file: Int, _ sectorBytes: Int) -> [SectorAddress] {
        guard case .write(let offset, let bytes) = files[file]?.changes.last else { return [] }
        return sectors(offset, bytes.count, sectorBytes).map {
            SectorAddress(file: file, number: $0)
        }
    }

    private func isReachable(_ file: Int) -> Bool {
        names.values.contains(file) || durableNames.values.contains(file)
    }
}

private func sectors(_ offset: Int, _ count: Int, _ sectorBytes: Int) -> ClosedRange<Int> {
    (offset / sectorBytes)...((offset + max(count, 1) - 1) / sectorBytes)
}

extension DiskState.File {
    fileprivate func bytes(
        after cut: PowerCut, file: Int, sectorBytes: Int, model: SectorModel
    ) -> FileBytes {
        var bytes = durable
        var writes: [Int: Int] = [:]
        var torn: [Int: Range<Int>] = [:]
        for change in changes {
            switch change {
            case .resize(let length):
                if cut.otherwise != .lost { bytes.resize(length) }
            case .write(let offset, let data):
                for sector in sectors(offset, data.count, sectorBytes) {
                    let start = max(offset, sector * sectorBytes)
                    let end = min(offset + data.count, (sector + 1) * sectorBytes)
                    writes[sector, default: 0] += 1
                    switch cut.fates[SectorAddress(file: file, number: sector)] ?? cut.otherwise {
                    case .writesKept(let count):
                        guard writes[sector, default: 0] <= count else { continue }
                        bytes.write(data[(start - offset)..<(end - offset)], at: start)
                    case .garbage:
                        let before = torn[sector] ?? start..<end
                        torn[sector] =
                            min(before.lowerBound, start)..<max(before.upperBound, end)
                    }
                }
            }
        }
        if cut.keepsLengths, bytes.length < now.length { bytes.resize(now.length) }
        spoil(&bytes, torn, cut, sectorBytes, model)
        return bytes
    }

    private func spoil(
        _ bytes: inout FileBytes, _ torn: [Int: Range<Int>], _ cut: PowerCut, _ sectorBytes: Int,
        _ model: SectorModel
    ) {
        var dice = DiskDice(seed: cut.garbageSeed)
        for (sector, written) in torn.sorted(by: { $0.key < $1.key }) {
            let range =
                switch model {
                case .powersafe: written
                case .wholeSector:
                    (sector * sectorBytes)..<max(
                        written.upperBound, min((sector + 1) * sectorBytes, bytes.length))
                }
            bytes.write(dice.bytes(range.count)[...], at: range.lowerBound)
        }
    }
}
