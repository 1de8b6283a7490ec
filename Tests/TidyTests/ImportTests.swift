import Testing

/// Imports go down only: what decides never depends on what acts.
@Suite struct ImportTests {
    @Test("Every target imports only what the table allows it")
    func importsObeyTheTable() {
        for file in SourceTree.sources {
            guard let allowed = ImportTable.rows[file.target] else {
                Issue.record("\(file): the target \(file.target) has no row in the table")
                continue
            }
            for module in imports(of: file) where !allowed.contains(module) {
                Issue.record("\(file) imports \(module)")
            }
        }
        #expect(!SourceTree.sources.isEmpty)
    }

    @Test("Only USBLink imports libusb, and only its owner each other C library")
    func oneOwnerOfEachLibrary() {
        let owners = [
            "CLibUSB": ["USBLink"], "CCUPS": ["Receipts"], "CPango": ["Receipts"],
            "CQRCodegen": ["Receipts"], "GRDBSQLite": ["SimulatedDisk"],
        ]
        for file in SourceTree.sources {
            for module in imports(of: file) {
                #expect(owners[module]?.contains(file.target) ?? true, "\(file) imports \(module)")
            }
        }
    }

    @Test("The table has no row for a target that does not exist")
    func tableIsCurrent() {
        let written = Set(SourceTree.sources.map(\.target))
        let planned = Set(ImportTable.rows.keys).subtracting(SourceTree.targets)
        #expect(Set(ImportTable.rows.keys).subtracting(planned).subtracting(written) == [])
    }

    private func imports(of file: SourceFile) -> [String] {
        file.code.filter { $0.contains("import ") }.compactMap { line in
            line.wholeMatch(
                of:
                    /\s*(?:@\w+\s+)*(?:package |internal |private )?import (?:\w+ )?(\w+)[\w.]*\s*/
            ).map { String($0.1) }
        }
    }
}
