/// The reader's end of a T=1 link to a card (ISO/IEC 7816-3, 11.6).
///
/// Kept from the answer to reset on, as sequence numbers go on from command to command. One call begins an exchange, and
/// each input gives the next step, until the answer or a fault. Sequence numbers, chaining in both directions, the card's
/// wishes (more time, another size, abort), and the mending of lost and damaged blocks are all decided here; whoever calls
/// only moves bytes.
///
/// One rule is stricter than the standard's. After a synchronisation the standard sends the command once more. Here that is
/// done only as long as its last block has not gone out: a card that has the whole command may have carried it out, and no
/// command is carried out twice.
///
///     command of 40 bytes, IFSC 32       I(0,M) → R(1) · I(1) → I(0), the answer
///     the answer is damaged              I(0) → ✗ · R(0,check) → I(0) once more
///     the card needs time                I(0) → S(time 2) · S(time 2)' → I(0)
package struct T1Link: Sendable {
    /// What is to be done next.
    package enum Step: Hashable, Sendable {
        /// A block to the card, which may take so many waiting times for its answer; 0 is one, as ever.
        case send([UInt8], waitMultiplier: UInt8)
        case answered([UInt8])
        case failed(CardLinkFault)
    }

    private enum Stage: Hashable {
        /// Nothing is under way.
        case idle
        /// The command goes out.
        case sending
        /// All of the command is out, and a first block of the answer came.
        case receiving
        /// The reader's own size was told, and is not confirmed yet.
        case announcing(UInt8)
        case synchronising
        /// The card gave up; its right to send goes back.
        case aborting
        /// Only an activation helps.
        case dead
    }

    package let check: T1Check
    private let firstInformationSize: Int
    /// Whatever the card takes, more than this does not fit into the reader's messages.
    private let informationLimit: Int
    /// IFSC: the most information that the card takes in a block.
    private var cardTakes: Int
    /// IFSD: the most that the card may send in one. Until it is told otherwise 32 (11.4.2).
    private var readerTakes = 32
    /// N(S) of the next block of the reader, and of the card.
    private var ownSequence: UInt8 = 0
    private var cardSequence: UInt8 = 0

    private var stage = Stage.idle
    private var command: [UInt8] = []
    /// How much of the command the card has, and how much is in the block under way.
    private var delivered = 0
    private var underWay = 0
    private var answer: [UInt8] = []
    private var last: T1Block?
    private var lastMultiplier: UInt8 = 0
    private var attempts = 0
    private var synchronisations = 0
    private var extensions = 0
    private var blocks = 0

    /// - Parameters:
    ///   - informationSize: IFSC of the answer to reset, from 1 to 254.
    ///   - informationLimit: the most information in a block that the reader can pass on, at least 1.
    package init(
        informationSize: UInt8 = 32, check: T1Check = .lrc,
        informationLimit: Int = T1Block.longestInformation
    ) {
        precondition((1...254).contains(informationSize), "IFSC is 1 to 254")
        precondition(informationLimit >= 1, "a block has room for a byte")
        self.informationLimit = informationLimit
        firstInformationSize = min(Int(informationSize), informationLimit)
        cardTakes = firstInformationSize
        self.check = check
    }

    /// Tells the card how much it may send in a block. Ends with an empty answer.
    /// - Precondition: 1 to 254, and nothing is under way.
    package mutating func announce(_ size: UInt8) -> Step {
        precondition(stage == .idle && (1...254).contains(size))
        begin(with: [])
        stage = .announcing(size)
        return send(T1Block(.request(.informationSize), [size]))
    }

    /// Takes in that the reader itself told the card how much it may send in a block.
    package mutating func believe(_ size: UInt8) { readerTakes = max(32, Int(size)) }

    /// Begins an exchange.
    /// - Precondition: nothing is under way, and the command is not empty.
    package mutating func transmit(_ apdu: [UInt8]) -> Step {
        precondition(!apdu.isEmpty, "a command has bytes")
        guard stage != .dead else {
            return .failed(.notSynchronised(tries: T1Limits.synchronisations))
        }
        precondition(stage == .idle, "one exchange at a time")
        begin(with: apdu)
        stage = .sending
        return sendPiece()
    }

    private mutating func begin(with apdu: [UInt8]) {
        (command, answer) = (apdu, [])
        (delivered, underWay) = (0, 0)
        (attempts, synchronisations, extensions, blocks) = (0, 0, 0, 0)
    }

    /// - Parameter bytes: what came; nil when the waiting time ran out, or nothing of it was legible.
    package mutating func receive(_ bytes: [UInt8]?) -> Step {
        precondition(stage != .idle && stage != .dead, "nothing is under way")
        guard blocks < T1Limits.blocks else { return fail(.tooManyBlocks(blocks)) }
        guard let bytes else { return tryAgain(.other) }
        do throws(T1BlockFault) {
            return take(try T1Block(parsing: bytes, check: check))
        } catch {
            return tryAgain(error == .check ? .check : .other)
        }
    }

    private mutating func take(_ block: T1Block) -> Step {
        switch block.kind {
        case .information(let sequence, let more):
            takeInformation(block.information, sequence, more: more)
        case .ready(let sequence, _): takeReady(sequence)
        case .request(let supervision): takeRequest(supervision, block.information)
        case .response(let supervision): takeResponse(supervision, block.information)
        }
    }

    private mutating func send(_ block: T1Block, waitMultiplier: UInt8 = 0) -> Step {
        (last, lastMultiplier) = (block, waitMultiplier)
        blocks += 1
        return .send(block.bytes(check), waitMultiplier: waitMultiplier)
    }

    /// The next piece of the command, or the same one again.
    private mutating func sendPiece() -> Step {
        let piece = Array(command[delivered...].prefix(cardTakes))
        underWay = piece.count
        let more = delivered + piece.count < command.count
        return send(T1Block(.information(sequence: ownSequence, more: more), piece))
    }

    /// All of the command has gone out, so that the card may act on it.
    private var isWhole: Bool { delivered + underWay == command.count }

    private mutating func fail(_ fault: CardLinkFault) -> Step {
        stage = .dead
        return .failed(fault)
    }

    private mutating func finish() -> Step {
        stage = .idle
        return .answered(answer)
    }
}

/// What the card sends.
extension T1Link {
    private mutating func takeInformation(
        _ information: [UInt8], _ sequence: UInt8, more: Bool
    ) -> Step {
        switch stage {
        case .sending where isWhole, .receiving: break
        case .aborting: return fail(.abortedByCard)
        case .sending, .announcing, .synchronising, .idle, .dead: return tryAgain(.other)
        }
        guard sequence == cardSequence, information.count <= readerTakes else {
            return tryAgain(.other)
        }
        if stage == .sending {
            // The first block of an answer acknowledges the last one of the command.
            ownSequence ^= 1
            stage = .receiving
        }
        cardSequence ^= 1
        attempts = 0
        answer += information
        guard answer.count <= CCIDMessage.responseLimit else {
            return fail(.tooMuch(received: answer.count, limit: CCIDMessage.responseLimit))
        }
        return more ? send(T1Block(.ready(sequence: cardSequence, .none))) : finish()
    }

    private mutating func takeReady(_ sequence: UInt8) -> Step {
        switch stage {
        case .sending:
            guard sequence != ownSequence else {
                // The card does not have it (rule 7.5).
                return again { $0.sendPiece() }
            }
            guard !isWhole else {
                // It has the command: what it asks for once more is the answer to its own request.
                if case .response = last?.kind { return again { $0.repeatLast() } }
                return tryAgain(.other)
            }
            attempts = 0
            ownSequence ^= 1
            delivered += underWay
            return sendPiece()
        // The card did not get the last acknowledgement.
        case .receiving: return again { $0.repeatLast() }
        case .announcing, .synchronising: return tryAgain(.other)
        case .aborting, .idle, .dead: return fail(.abortedByCard)
        }
    }

    private mutating func takeRequest(_ supervision: T1Supervision, _ information: [UInt8]) -> Step
    {
        switch (supervision, stage) {
        case (_, .synchronising), (.resynchronise, _): return tryAgain(.other)
        case (.waitingTime, _):
            extensions += 1
            guard extensions <= T1Limits.extensions else {
                return fail(.nothingButExtensions(T1Limits.extensions))
            }
            return send(
                T1Block(.response(.waitingTime), information),
                waitMultiplier: max(1, information[0]))
        case (.informationSize, _):
            guard (1...254).contains(information[0]) else { return tryAgain(.other) }
            cardTakes = min(Int(information[0]), informationLimit)
            return send(T1Block(.response(.informationSize), information))
        case (.abort, _):
            stage = .aborting
            return send(T1Block(.response(.abort)))
        }
    }

    private mutating func takeResponse(
        _ supervision: T1Supervision, _ information: [UInt8]
    ) -> Step {
        switch (stage, supervision) {
        case (.announcing(let size), .informationSize) where information == [size]:
            readerTakes = Int(size)
            return finish()
        case (.synchronising, .resynchronise): return synchronised()
        case (.aborting, _): return fail(.abortedByCard)
        case (_, _): return tryAgain(.other)
        }
    }
}

/// What is done about lost and damaged blocks.
extension T1Link {
    /// What came is no use, or nothing came.
    private mutating func tryAgain(_ complaint: T1Complaint) -> Step {
        switch stage {
        // Whatever the card has to say now, the exchange is over.
        case .aborting: return fail(.abortedByCard)
        case .synchronising: return synchronise()
        case .idle, .sending, .receiving, .announcing, .dead: break
        }
        switch last?.kind {
        // Rules 7.2 and 7.3: what asks is sent once more as it was.
        case .ready, .request: return again { $0.repeatLast() }
        // Rule 7.1.
        case .information, .response, nil:
            return again { link in
                link.send(T1Block(.ready(sequence: link.cardSequence, complaint)))
            }
        }
    }

    private mutating func again(_ body: (inout T1Link) -> Step) -> Step {
        attempts += 1
        return attempts < T1Limits.attempts ? body(&self) : synchronise()
    }

    private mutating func repeatLast() -> Step {
        guard let last else { preconditionFailure("a block went out before an answer came") }
        return send(last, waitMultiplier: lastMultiplier)
    }

    private mutating func synchronise() -> Step {
        guard synchronisations < T1Limits.synchronisations else {
            return fail(.notSynchronised(tries: synchronisations))
        }
        synchronisations += 1
        if case .announcing = stage { (command, delivered, underWay) = ([], 0, 0) }
        stage = .synchronising
        return send(T1Block(.request(.resynchronise)))
    }

    /// Both begin anew. What the card said of its size since the answer to reset is kept only where it takes less.
    private mutating func synchronised() -> Step {
        (ownSequence, cardSequence) = (0, 0)
        cardTakes = min(cardTakes, firstInformationSize)
        attempts = 0
        guard !isWhole || command.isEmpty, answer.isEmpty else { return fail(.answerLost) }
        guard !command.isEmpty else {
            // The size that was to be told stays untold: 32 is what every card knows.
            return finish()
        }
        (delivered, underWay) = (0, 0)
        stage = .sending
        return sendPiece()
    }
}
