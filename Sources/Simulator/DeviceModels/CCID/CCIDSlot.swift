internal import DeviceProtocols

/// What a simulated reader remembers between messages.
struct CCIDReaderMemory {
    /// Answers that wait for the host to fetch them, oldest first.
    var output: [(due: Duration, bytes: [UInt8])] = []
    var slots: [CCIDSlot]
    /// Keys for storage cards, by their numbers.
    var keys: [UInt8: [UInt8]] = [:]
    /// What a command for the reader's chip was answered with, until it is asked for.
    var ownAnswer: [UInt8] = []
    /// By the maker's own command.
    var isFieldOff = false

    /// Some slot's card works: the reader does one thing at a time (bMaxCCIDBusySlots 1).
    var isBusy: Bool { slots.contains { $0.work != nil } }

    /// Says what is due of every slot: a time extension while the card works, its answer when it is done. A host that does
    /// not fetch a time extension gets no second one.
    mutating func goOn(now: Duration) {
        for index in slots.indices {
            guard var work = slots[index].work else { continue }
            if work.until <= now {
                post(work.answer, due: work.until)
                slots[index].work = nil
            } else if work.nextExtension <= now, output.isEmpty {
                post(
                    CCIDReply(
                        work.exchange.kind, slot: work.exchange.slot,
                        sequence: work.exchange.sequence, card: .active,
                        outcome: .wantsTime(multiplier: 1)), due: now)
                work.nextExtension = now + CCIDSlot.waitingTime
                slots[index].work = work
            }
        }
    }

    mutating func post(_ reply: CCIDReply, due: Duration) {
        output.append((max(due, output.last?.due ?? due), reply.bytes))
    }

    /// Forgets every command and answer of a slot; the card stays as it is.
    mutating func forgetCommands(slot: UInt8) {
        output.removeAll { $0.bytes[5] == slot }
        slots[Int(slot)].forgetCommands()
    }
}

/// What one slot of a simulated reader remembers between messages.
struct CCIDSlot {
    /// A card that works longer than this makes the reader ask for time, again and again.
    static let waitingTime = Duration.seconds(1)

    /// What an answer repeats of its command.
    struct Exchange {
        let slot: UInt8
        let sequence: UInt8
        let kind: CCIDReplyKind
    }

    /// A command that the card is busy with.
    struct Work {
        let exchange: Exchange
        let answer: CCIDReply
        let until: Duration
        var nextExtension: Duration

        /// When there is something to say.
        var nextSign: Duration { min(until, nextExtension) }
    }

    /// How far an abort has come: either half may be the first.
    enum Abort {
        case none
        /// The control request, with its sequence number.
        case request(UInt8)
        /// The message.
        case message(UInt8)
    }

    var work: Work?
    var abort = Abort.none
    var isActive = false
    /// What the interrupt endpoint said last; nil before it said anything.
    var toldPresence: Bool?
    /// The command whose further parts are still to come; nil when none is.
    var command: [UInt8]?
    /// The answer's parts that were not asked for yet.
    var answer: [UInt8] = []
    /// The answer to reset of before, where power-off does not end it.
    var cachedAnswer: [UInt8]?
    /// The card's protocol, at the levels at which it is the host's.
    var contact: ContactCard?
    /// The protocol that the reader is set to, and its block; nil before anything was set.
    var parameters: (number: UInt8, block: [UInt8])?

    mutating func forgetCommands() {
        work = nil
        command = nil
        answer = []
        abort = .none
    }

    /// After power-on nothing of a session before is left.
    mutating func forgetSession() {
        isActive = false
        contact = nil
        parameters = nil
        (command, answer) = (nil, [])
    }
}
