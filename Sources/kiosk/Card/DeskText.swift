import CampusCard
import Foundation

/// What a desk is shown of a card.
protocol DeskText: Encodable {}

extension CardText: DeskText {}
extension ClassicText: DeskText {}
extension TransitNumber: DeskText {}

extension DeskText {
    /// Keys in order, one to a line.
    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}
