import CampusCard
import Foundation
import KioskPorts
import Receipts
import Testing

@Suite("Receipt PDF")
struct ReceiptPDFTests {
    private let wording: ReceiptWording
    private let folder: TemporaryFolder

    init() throws {
        wording = try ReceiptFixtures.wording()
        folder = try TemporaryFolder()
    }

    private func write(_ layout: ReceiptLayout, family: String) throws -> String {
        let path = folder.path + "/receipt.pdf"
        _ = try ReceiptPDF(family: family).write(layout, created: ReceiptFixtures.time, to: path)
        return path
    }

    /// All that is not white space: pdftotext places words by their coordinates.
    private func inked(_ text: String) -> String { text.filter { !$0.isWhitespace } }

    @Test("Every text of every receipt comes back out of the PDF")
    func textsComeBack() throws {
        let family = ReceiptPDF.defaultFamily
        let composer = ReceiptComposer(wording: wording)
        for content in ReceiptFixtures.contents {
            for languages in ReceiptLanguages.allCases {
                let layout = composer.layout(ReceiptFixtures.receipt(content, languages))
                let path = try write(layout, family: family)
                let text = inked(try ChildProcess.run("pdftotext", ["-raw", path, "-"]))
                for expected in layout.blocks.flatMap(\.texts) {
                    #expect(text.contains(inked(expected)), "\(expected)")
                }
            }
        }
    }

    @Test("A reader decodes the code on the printed picture to the case number")
    func codeIsTheCaseNumber() throws {
        let documents = ReceiptDocuments(folder: folder.path, wording: wording)
        for content in ReceiptFixtures.contents {
            let path = try documents.make(ReceiptFixtures.receipt(content)).path
            // 203 dots an inch is what a receipt printer has.
            _ = try ChildProcess.run(
                "pdftoppm",
                ["-r", "203", "-mono", "-png", "-singlefile", path, folder.path + "/page"])
            let code = try ChildProcess.run(
                "zbarimg", ["--nodbus", "--quiet", "--raw", folder.path + "/page.png"])
            #expect(code == ReceiptFixtures.caseNumber.text + "\n")
        }
    }

    @Test("A long name wraps inside the paper and loses nothing")
    func longNamesWrap() throws {
        let name = MaskedName(masking: String(repeating: "Muhammad Abdulkarim ", count: 3))
        let holder = ReceiptHolder(name: name, studentNumber: ReceiptFixtures.holder.studentNumber)
        let content = ReceiptContent.lossReported(
            LossReport(holder: holder, card: nil, effect: .stopped))
        let documents = ReceiptDocuments(folder: folder.path, wording: wording)
        let path = try documents.make(ReceiptFixtures.receipt(content)).path
        let text = inked(try ChildProcess.run("pdftotext", ["-raw", path, "-"]))
        #expect(text.contains(inked(name.text)))
        let boxes = try ChildProcess.run("pdftotext", ["-bbox", path, "-"])
        let edges = boxes.matches(of: /xMin="([\d.]+)".*xMax="([\d.]+)"/)
        #expect(!edges.isEmpty)
        for edge in edges {
            #expect((Double(edge.1) ?? 0) >= 11 && (Double(edge.2) ?? 999) <= 216)
        }
    }

    @Test("The page is as wide as the roll and has no second page")
    func pageIsTheRoll() throws {
        let documents = ReceiptDocuments(folder: folder.path, wording: wording)
        let path = try documents.make(ReceiptFixtures.receipt(ReceiptFixtures.contents[5])).path
        let info = try ChildProcess.run("pdfinfo", [path])
        #expect(info.contains(/Pages: +1\n/))
        #expect(info.contains(/Page size: +226\.77\d* x/))
    }

    @Test("A character that no font has is an error that does not name it")
    func missingGlyphsAreAnError() throws {
        // U+E5F1 is in the private use area: no font of Debian gives it a shape.
        let layout = ReceiptLayout(blocks: [.text("\u{E5F1}\u{E5F2}", .paragraph, .first)])
        let family = ReceiptPDF.defaultFamily
        #expect(throws: ReceiptPDFFault.missingGlyphs(count: 2, family: family)) {
            _ = try write(layout, family: family)
        }
    }

    @Test("A rare character of a name does not cost the student the receipt")
    func rareCharacters() throws {
        // The first is in no font of Debian, the second in that of ours.
        for (name, shown) in [("\u{E5F1}某某", "〓**"), ("\u{4DAE}某", "\u{4DAE}*")] {
            let holder = ReceiptHolder(
                name: MaskedName(masking: name),
                studentNumber: ReceiptFixtures.holder.studentNumber)
            let content = ReceiptContent.lossReported(
                LossReport(holder: holder, card: nil, effect: .stopped))
            let documents = ReceiptDocuments(folder: folder.path, wording: wording)
            let path = try documents.make(ReceiptFixtures.receipt(content)).path
            let text = inked(try ChildProcess.run("pdftotext", ["-raw", path, "-"]))
            #expect(text.contains(shown))
        }
    }

    @Test("A full disk is an error, leaves the last document whole, and is over with its cause")
    func fullDisk() throws {
        let documents = ReceiptDocuments(folder: folder.path, wording: wording)
        let receipt = ReceiptFixtures.receipt(ReceiptFixtures.contents[0])
        let path = try documents.make(receipt).path
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/unfinished", withDestinationPath: "/dev/full")
        #expect(throws: ReceiptPDFFault.self) { try documents.make(receipt) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == whole)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
        #expect(try documents.make(receipt).path == path)
    }

    @Test("What cannot be drawn or written is an error")
    func otherFaults() throws {
        let long = String(repeating: "x", count: 2_000)
        #expect(throws: ReceiptPDFFault.codeTooLong(bytes: 2_000)) {
            _ = try write(ReceiptLayout(blocks: [.code(long)]), family: ReceiptPDF.defaultFamily)
        }
        let blocks = [ReceiptBlock](repeating: .rule(.heavy), count: 1_000)
        #expect(throws: ReceiptPDFFault.self) {
            _ = try write(ReceiptLayout(blocks: blocks), family: ReceiptPDF.defaultFamily)
        }
        // No folder, and no room for one: /proc is read-only for everybody.
        for folder in ["/dev/null/receipts", "/proc/receipts"] {
            let nowhere = ReceiptDocuments(folder: folder, wording: wording)
            #expect(throws: ReceiptPDFFault.self) {
                _ = try nowhere.make(ReceiptFixtures.receipt(ReceiptFixtures.contents[0]))
            }
        }
    }

    @Test("The same receipt is the same file")
    func equalReceiptsAreEqualFiles() throws {
        let documents = ReceiptDocuments(folder: folder.path, wording: wording)
        let receipt = ReceiptFixtures.receipt(ReceiptFixtures.contents[0])
        let first = try Data(contentsOf: URL(fileURLWithPath: documents.make(receipt).path))
        let second = try Data(contentsOf: URL(fileURLWithPath: documents.make(receipt).path))
        #expect(first == second)
    }

    @Test("The folder keeps the newest documents up to its limit")
    func folderIsBounded() throws {
        for index in 0..<(ReceiptDocuments.keptLimit + 20) {
            let name = String(format: "019ab3f2-7c41-7d1e-9a53-%012d-loss.pdf", index)
            try Data().write(to: URL(fileURLWithPath: "\(folder.path)/\(name)"))
        }
        let documents = ReceiptDocuments(folder: folder.path, wording: wording)
        let path = try documents.make(ReceiptFixtures.receipt(ReceiptFixtures.contents[0])).path
        let kept = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(kept.count == ReceiptDocuments.keptLimit)
        #expect(FileManager.default.fileExists(atPath: path))
        #expect(!kept.contains("019ab3f2-7c41-7d1e-9a53-000000000000-loss.pdf"))
    }
}

extension ReceiptBlock {
    /// What a person reads of the block.
    fileprivate var texts: [String] {
        switch self {
        case .text(let text, _, _): [text]
        case .row(let labels, let value, _): labels + [value]
        case .rule, .code: []
        }
    }
}
