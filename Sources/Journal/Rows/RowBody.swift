import CampusCard
import Foundation
import KioskCore
import KioskPorts

/// The body of a row in format 1: one flat JSON object with sorted keys, in which only what the
/// kind needs is present. The property names are the keys in the file.
struct RowBody: Codable, Hashable {
    var software: String?
    var job: Job?
    var call: StoreCallName?
    var attempt: Int?
    var end: CallEndName?
    var refusal: Refusal?
    var movement: MovementID?
    var motion: MovementKind?
    var outcome: MovementOutcome?
    var path: CardPosition?
    var binCount: Int?
    var card: CardRef?
    var uid: CardUID?
    var issueNumber: IssueNumber?
    var step: String?
    var custody: CustodyName?
    var possible: [CardPlace]?
    var fact: FactName?
    var evidence: DeliveryEvidence?
    var abandonReason: AbandonReason?
    var spoiled: [CardUID]?
    var storeNote: StoreNote?
    var change: StockChangeName?
    var unit: StockUnit?
    var found: Int?
    var booked: Int?
    var witnessed: Int?
    var by: String?
    var ending: String?
    var slip: Slip?
    var printed: Bool?
    var reason: OutOfServiceReason?
    var row: String?

    /// A value that the kind of row cannot do without.
    func required<Value>(_ key: KeyPath<RowBody, Value?>) throws(RowFormatFault) -> Value {
        guard let value = self[keyPath: key] else {
            throw RowFormatFault("the body has no \(key)")
        }
        return value
    }

    /// The text that is stored and hashed.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// The body that a stored text stands for.
    static func parse(_ json: String) throws(RowFormatFault) -> RowBody {
        do {
            return try JSONDecoder().decode(RowBody.self, from: Data(json.utf8))
        } catch {
            throw RowFormatFault("the body cannot be read as format 1: \(error)")
        }
    }
}

/// A row that does not say what its format demands.
struct RowFormatFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
