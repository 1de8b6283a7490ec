/// The bytes of one file, in blocks: a copy costs a reference for each block, a write the blocks that it
/// touches.
struct FileBytes: Hashable, Sendable {
    private static let blockBytes = 4096

    private(set) var length = 0
    private var blocks: [[UInt8]] = []

    /// Copies what lies at the offset, as much as fits and is there; the number of bytes.
    func read(at offset: Int, into target: UnsafeMutableRawBufferPointer) -> Int {
        let end = min(offset + target.count, length)
        var position = offset
        while position < end {
            let (block, start) = position.quotientAndRemainder(dividingBy: Self.blockBytes)
            let count = min(Self.blockBytes - start, end - position)
            blocks[block].withUnsafeBytes { bytes in
                let room = target[(position - offset)..<(position - offset + count)]
                UnsafeMutableRawBufferPointer(rebasing: room)
                    .copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: bytes[start...].prefix(count)))
            }
            position += count
        }
        return max(0, end - offset)
    }

    /// Writes the bytes at the offset; a gap before them reads as zeros.
    mutating func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        if offset + bytes.count > length { resize(offset + bytes.count) }
        var done = 0
        while done < bytes.count {
            let (block, start) = (offset + done).quotientAndRemainder(dividingBy: Self.blockBytes)
            let count = min(Self.blockBytes - start, bytes.count - done)
            blocks[block].withUnsafeMutableBytes { target in
                UnsafeMutableRawBufferPointer(rebasing: target[start...].prefix(count))
                    .copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: bytes[done...].prefix(count)))
            }
            done += count
        }
    }

    mutating func write(_ bytes: ArraySlice<UInt8>, at offset: Int) {
        bytes.withUnsafeBytes { write($0, at: offset) }
    }

    /// Cuts the file, or lets it grow by zeros.
    mutating func resize(_ bytes: Int) {
        let count = (bytes + Self.blockBytes - 1) / Self.blockBytes
        if count < blocks.count { blocks.removeLast(blocks.count - count) }
        while blocks.count < count {
            blocks.append([UInt8](repeating: 0, count: Self.blockBytes))
        }
        let kept = bytes % Self.blockBytes
        if bytes < length, kept > 0 {
            blocks[count - 1].replaceSubrange(
                kept..., with: repeatElement(0, count: Self.blockBytes - kept))
        }
        length = bytes
    }

    /// The whole content.
    var content: [UInt8] {
        Array(blocks.joined().prefix(length))
    }

    init() {}

    init(_ content: [UInt8]) {
        write(content[...], at: 0)
    }
}
