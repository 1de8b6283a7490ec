/// One TPDU of T=0, character by character: what a reader at the character level leaves to the host (ISO/IEC 7816-3, 10.3).
///
/// After the header the card says by procedure bytes how it goes on: 60 asks for time; the instruction lets all of the data
/// pass, its complement one byte; 6x and 9x begin the status word.
package struct T0Characters: Sendable {
    /// What is to be done next.
    package enum Step: Hashable, Sendable {
        /// Bytes to the card, which answers with so many at most.
        case exchange([UInt8], expecting: Int)
        case answered([UInt8])
        case failed(CardLinkFault)
    }

    /// Procedure bytes that only ask for time. Each stands for up to a waiting time, about a second.
    package static let nullLimit = 256
    private static let null: UInt8 = 0x60

    private enum Awaited {
        case procedureByte
        case data(Int)
        case secondStatusByte(first: UInt8)
    }

    private let instruction: UInt8
    private let header: [UInt8]
    private var outgoing: ArraySlice<UInt8>
    /// Bytes that the card still has to send.
    private var missing: Int
    private var received: [UInt8] = []
    private var awaited = Awaited.procedureByte
    private var nulls = 0

    /// - Parameter tpdu: a header of five bytes and the data behind it.
    /// - Precondition: its length is that of the header, or of header and data.
    package init(_ tpdu: [UInt8]) {
        precondition(
            tpdu.count == 5 || tpdu.count == 5 + Int(tpdu[4]), "the header gives the length")
        header = Array(tpdu.prefix(5))
        instruction = tpdu[1]
        outgoing = tpdu.dropFirst(5)
        missing = outgoing.isEmpty ? (tpdu[4] == 0 ? 256 : Int(tpdu[4])) : 0
    }

    package mutating func begin() -> Step { .exchange(header, expecting: 1) }

    package mutating func receive(_ bytes: [UInt8]) -> Step {
        switch awaited {
        case .procedureByte:
            guard bytes.count == 1 else { return wrong(bytes.count, 1) }
            return proceed(bytes[0])
        case .data(let count):
            guard bytes.count == count else { return wrong(bytes.count, count) }
            received += bytes
            missing -= count
            return askOn([])
        case .secondStatusByte(let first):
            guard bytes.count == 1 else { return wrong(bytes.count, 1) }
            return .answered(received + [first, bytes[0]])
        }
    }

    private mutating func proceed(_ byte: UInt8) -> Step {
        switch byte {
        case Self.null:
            nulls += 1
            return nulls > Self.nullLimit ? .failed(.nothingButNull(nulls - 1)) : askOn([])
        case instruction: return pass(max(outgoing.count, missing), byte)
        case ~instruction: return pass(1, byte)
        case 0x61...0x6F, 0x90...0x9F:
            awaited = .secondStatusByte(first: byte)
            return .exchange([], expecting: 1)
        case _: return .failed(.procedureByte(byte))
        }
    }

    /// Lets data pass, in its one direction.
    private mutating func pass(_ count: Int, _ byte: UInt8) -> Step {
        if !outgoing.isEmpty {
            let piece = outgoing.prefix(count)
            outgoing = outgoing.dropFirst(count)
            return askOn(Array(piece))
        }
        guard missing > 0 else { return .failed(.procedureByte(byte)) }
        awaited = .data(count)
        return .exchange([], expecting: count)
    }

    private mutating func askOn(_ bytes: [UInt8]) -> Step {
        awaited = .procedureByte
        return .exchange(bytes, expecting: 1)
    }

    private func wrong(_ received: Int, _ limit: Int) -> Step {
        .failed(.tooMuch(received: received, limit: limit))
    }
}
