import SimulatedCampus

/// The sums of a series, and how they read.
struct CaseFigures {
    private(set) var count = 0
    private(set) var processor: Duration = .zero
    private(set) var appends = 0
    private(set) var elapsed: Duration = .zero
    /// Resident bytes after a tenth of the series and at its end.
    var residentEarly = 0
    var residentLate = 0
    var meter = TimeMeter()

    mutating func add(processor: Duration, appends: Int, elapsed: Duration) {
        count += 1
        self.processor += processor
        self.appends += appends
        self.elapsed += elapsed
    }

    var costReport: String {
        """
        \(count) replacements, motors at 1/100 (kiosk, store, machine and cards in one process)
          processor time   \(milliseconds(processor / count)) ms each
          journal syncs    \(appends / count) each
          resident memory  \(mebibytes(residentEarly)) MiB after a tenth, \
        \(mebibytes(residentLate)) MiB at the end
        """
    }

    var timeReport: String {
        let shares = TimeMeter.Share.allCases.map { meter.total($0) }
        let known = shares.reduce(.zero, +)
        let waiting = elapsed - known
        let percent = 100 * ((waiting + processor) / max(elapsed, .milliseconds(1)))
        return """
            \(count) replacements, motors at true speed, without the wait for the student
              whole            \(milliseconds(elapsed / count)) ms each
              motors           \(milliseconds(shares[0] / count)) ms
              card             \(milliseconds(shares[1] / count)) ms
              store            \(milliseconds(shares[2] / count)) ms
              controller adds  \(milliseconds(waiting / count)) ms of questions and pauses, and \
            \(milliseconds(processor / count)) ms of processor time (the whole campus'): \
            \((percent * 10).rounded() / 10) %
            """
    }

    private func milliseconds(_ duration: Duration) -> Int64 { duration.milliseconds }
    private func mebibytes(_ bytes: Int) -> Int { bytes >> 20 }
}

extension Duration {
    /// Whole milliseconds.
    fileprivate var milliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }
}
