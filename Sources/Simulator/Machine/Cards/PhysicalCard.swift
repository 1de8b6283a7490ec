package import CampusCard

/// One piece of plastic with its chip, wherever it lies. The chip's memory is kept beside the
/// machine, by serial.
package struct PhysicalCard: Hashable, Sendable, Codable {
    package let serial: CardSerial
    package let uid: CardUID
    package internal(set) var stock: CardStock

    package init(serial: CardSerial, uid: CardUID, stock: CardStock) {
        self.serial = serial
        self.uid = uid
        self.stock = stock
    }
}
