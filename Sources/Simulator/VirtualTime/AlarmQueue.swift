/// Instants to come, the earliest first, and of equal ones that which was set first: a binary heap, since
/// a long simulation sets millions of them.
struct AlarmQueue {
    /// One instant, and who waits for it.
    struct Alarm: Comparable {
        let at: Duration
        let number: Int

        static func < (left: Self, right: Self) -> Bool {
            left.at == right.at ? left.number < right.number : left.at < right.at
        }
    }

    private var heap: [Alarm] = []

    var first: Alarm? { heap.first }

    mutating func add(_ alarm: Alarm) {
        heap.append(alarm)
        var child = heap.count - 1
        while child > 0, heap[child] < heap[(child - 1) / 2] {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// - Precondition: it is not empty.
    mutating func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child] < heap[least] {
                least = child
            }
            guard least != parent else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
