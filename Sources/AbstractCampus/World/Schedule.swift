/// What is to happen, in the order of virtual time; what falls on one instant happens in the order in which it was planned.
struct Schedule {
    /// Something planned.
    struct Entry {
        let at: Int64
        let number: Int
        let act: () -> Void

        fileprivate func isBefore(_ other: Entry) -> Bool {
            at != other.at ? at < other.at : number < other.number
        }
    }
    private var heap: [Entry] = []
    private var planned = 0

    /// The instant of the next happening; nil when nothing is planned.
    var nextInstant: Int64? { heap.first?.at }

    mutating func plan(at instant: Int64, _ act: @escaping () -> Void) {
        planned += 1
        heap.append(Entry(at: instant, number: planned, act: act))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].isBefore(heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    mutating func takeNext() -> Entry? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first }
        heap[0] = last
        sink()
        return first
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { return }
            if child + 1 < heap.count, heap[child + 1].isBefore(heap[child]) { child += 1 }
            guard heap[child].isBefore(heap[parent]) else { return }
            heap.swapAt(child, parent)
            parent = child
        }
    }
}
