/// The sensors that report a card or a level, as one number: a look at them is taken many times in each motion.
package struct LitSensors: Hashable, Sendable {
    private let bits: UInt16

    package init(where isLit: (Sensor) -> Bool) {
        bits = Sensor.allCases.reduce(0) { isLit($1) ? $0 | $1.bit : $0 }
    }

    package func contains(_ sensor: Sensor) -> Bool { bits & sensor.bit != 0 }
}

extension Sensor {
    fileprivate var bit: UInt16 {
        switch self {
        case .throat: 1 << 0
        case .path: 1 << 1
        case .readPosition: 1 << 2
        case .exitPath: 1 << 3
        case .exit: 1 << 4
        case .binMouth: 1 << 5
        case .hopperLow: 1 << 6
        case .hopperOccupied: 1 << 7
        case .binFull: 1 << 8
        }
    }
}
