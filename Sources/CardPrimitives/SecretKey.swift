import CLibCrypto

/// Key bytes that live in `SecretMemory` until the last holder lets go, and never appear in a
/// description.
///
/// Its bytes never change, so a key may be shared between threads.
package final class SecretKey: Sendable {
    /// Never written after `init`, hence safe to share.
    private nonisolated(unsafe) let piece: UnsafeMutableRawBufferPointer

    /// Copies the bytes; whoever made the array decides about its wiping.
    package init(_ bytes: [UInt8]) {
        precondition(!bytes.isEmpty, "a key has at least one byte")
        piece = SecretMemory.allocate(bytes.count)
        piece.copyBytes(from: bytes)
    }

    /// Takes the bytes over: the array is wiped and empty afterwards.
    package convenience init(taking bytes: inout [UInt8]) {
        self.init(bytes)
        SecretMemory.wipe(&bytes)
        bytes = []
    }

    deinit {
        SecretMemory.release(piece)
    }

    /// Length in bytes.
    package var count: Int { piece.count }

    /// Lends the bytes for the time of the call; a copy made inside is for the caller to wipe.
    package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
        -> Result
    {
        try body(UnsafeRawBufferPointer(piece))
    }
}

extension SecretKey: Equatable {
    /// Compared in constant time.
    package static func == (left: SecretKey, right: SecretKey) -> Bool {
        guard left.count == right.count else { return false }
        return CRYPTO_memcmp(left.piece.baseAddress, right.piece.baseAddress, left.count) == 0
    }
}

extension SecretKey: CustomStringConvertible, CustomReflectable {
    package var description: String { "SecretKey(\(count) bytes)" }
    /// Shows nothing, so that a dump of a value that holds a key has no bytes in it.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
