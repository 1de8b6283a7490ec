import CampusCard
import Foundation
import KioskCore
import KioskPorts
import Testing

@testable import Journal

/// Goal: nothing that would harm a student or a card is ever in the file (K14). Method: secrets are
/// planted wherever a caller could put text; the bytes of database, log and reserve are searched
/// for them.
@Suite struct SecretTests {
    static let secrets = [
        "2021012345", "482913", "110101199003070011", "00112233445566778899AABBCCDDEEFF",
        "6217001234567890123",
    ]

    @Test("A journal of every kind of row, into which secrets were pushed, holds none of them")
    func planted() throws {
        let folder = try JournalFolder()
        let journal = try folder.open()
        try journal.append(EveryEntry.list, at: .test)
        try journal.append([.caseBegun(CaseID(validated: "c"), .replaceLostCard)], at: .test)
        for secret in Self.secrets {
            for entry in Self.carriers(of: "the value \(secret) leaked") {
                #expect(throws: JournalFault.self) { try journal.append([entry], at: .test) }
            }
        }
        for file in try FileManager.default.contentsOfDirectory(
            at: folder.url, includingPropertiesForKeys: nil)
        {
            let bytes = try Data(contentsOf: file)
            for secret in Self.secrets {
                #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret) in \(file.path)")
            }
        }
    }

    @Test("A fault does not repeat the text that it refuses")
    func faultIsSilent() throws {
        let journal = try JournalFolder().open()
        let fault = #expect(throws: JournalFault.self) {
            try journal.append(
                [.unitCounted(.bin, found: 0, by: "PIN 482913")], at: .test)
        }
        #expect(fault.map { "\($0)".contains("482913") } == false)
    }

    @Test("Callers can ask beforehand what the schema would refuse")
    func asksBefore() throws {
        let journal = try JournalFolder().open()
        let texts = ["", "chen-12345", "chen-123456", "1234567", "李师傅", "12345 67890 1"]
        for text in texts + [
            String(repeating: "李", count: 120), String(repeating: "李", count: 121),
        ] {
            let accepted =
                (try? journal.append([.unitCounted(.bin, found: 0, by: text)], at: .test))
            #expect((accepted != nil) == JournalText.isAllowed(text), "\(text)")
        }
    }

    /// Every entry that takes free text of its caller; the software's own version is no such text.
    private static func carriers(of text: String) -> [JournalEntry] {
        let id = CaseID(validated: "c")
        return [
            .checkpoint(Fixed.card(1), id, step: text), .caseEnded(id, ending: text),
            .unitCounted(.bin, found: 0, by: text), .cardRecycled(Fixed.uid, by: text),
            .recovered(id, row: text),
        ]
    }
}
