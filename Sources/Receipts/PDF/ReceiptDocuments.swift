import Foundation
package import KioskPorts

/// A receipt on one page of a PDF.
package struct ReceiptDocument: Hashable, Sendable {
    package let path: String
    /// The page, in hundredths of a millimetre: the unit of IPP.
    package let width: Int32
    package let length: Int32

    init(path: String, millimetres: Int) {
        self.path = path
        width = Int32(ReceiptPaper.widthMillimetres * 100)
        length = Int32(millimetres * 100)
    }

    /// The size of the page as the filters of CUPS call one that is in no list.
    var customPageSize: String { "Custom.\(width / 100)x\(length / 100)mm" }
}

/// Makes the documents of receipts in a folder of its own and keeps the newest of them.
package struct ReceiptDocuments: Sendable {
    /// Case numbers begin with their time, so the names sort by age; older documents go.
    package static let keptLimit = 200

    private let folder: String
    private let composer: ReceiptComposer
    private let pdf: ReceiptPDF

    /// - Parameter folder: is made if it is not there. Nothing else may keep PDF files in it.
    package init(folder: String, wording: ReceiptWording, pdf: ReceiptPDF = ReceiptPDF()) {
        self.folder = folder
        self.composer = ReceiptComposer(wording: wording)
        self.pdf = pdf
    }

    /// Draws a receipt as `<case number>-<kind>.pdf`. A second receipt of the same kind for the same
    /// case replaces the first; a document that could not be finished replaces nothing.
    package func make(_ receipt: Receipt) throws(ReceiptPDFFault) -> ReceiptDocument {
        try makeRoom()
        let path = "\(folder)/\(receipt.caseNumber)-\(receipt.content.kind).pdf"
        let unfinished = folder + "/unfinished"
        defer { unlink(unfinished) }
        let millimetres = try pdf.write(
            composer.layout(receipt), created: receipt.time, to: unfinished)
        guard rename(unfinished, path) == 0 else {
            throw .folder(path: folder, reason: String(cString: strerror(errno)))
        }
        return ReceiptDocument(path: path, millimetres: millimetres)
    }

    private func makeRoom() throws(ReceiptPDFFault) {
        let files = FileManager.default
        do {
            try files.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            let documents = try files.contentsOfDirectory(atPath: folder)
                .filter { $0.hasSuffix(".pdf") }.sorted()
            for old in documents.dropLast(Self.keptLimit - 1) {
                try files.removeItem(atPath: "\(folder)/\(old)")
            }
        } catch {
            throw .folder(path: folder, reason: "\(error)")
        }
    }
}

extension ReceiptContent {
    /// One word for file names.
    fileprivate var kind: String {
        switch self {
        case .replaced: "replaced"
        case .lossReported: "loss"
        case .notTaken: "not-taken"
        case .problem: "problem"
        }
    }
}
