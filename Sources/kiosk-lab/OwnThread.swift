import Foundation

/// A thread of its own for a simulation, which never changes threads, with a stack for deep recursions of the drivers.
enum OwnThread {
    private static let stackBytes = 8 << 20

    /// Runs the body there, and waits for it.
    static func run<Answer: Sendable>(_ body: @escaping @Sendable () throws -> Answer) throws
        -> Answer
    {
        let answer = Answered<Answer>()
        let thread = Thread { answer.put(Result(catching: body)) }
        thread.stackSize = stackBytes
        thread.start()
        return try answer.take().get()
    }
}

/// One result handed from a thread to the one that waits for it.
private final class Answered<Answer: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var result: Result<Answer, any Error>?

    func put(_ result: Result<Answer, any Error>) {
        condition.lock()
        self.result = result
        condition.signal()
        condition.unlock()
    }

    func take() -> Result<Answer, any Error> {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let result { return result }
            condition.wait()
        }
    }
}
