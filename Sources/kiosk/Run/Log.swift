import Foundation

/// The log for people: standard error, a line with its time in UTC. It gets no name, number or key.
enum Log {
    @Sendable static func write(_ line: String) {
        StandardError.write("\(Date().formatted(.iso8601)) \(line)")
    }
}
