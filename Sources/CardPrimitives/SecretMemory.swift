import CLibCrypto

/// The part of memory that holds keys: OpenSSL's secure heap, which is locked against swapping,
/// left out of core dumps, fenced by guard pages and wiped on release (OpenSSL 3.0,
/// `OPENSSL_secure_malloc`).
package enum SecretMemory {
    /// What the operating system granted.
    package enum Protection: Hashable, Sendable {
        /// Locked in memory.
        case locked
        /// Allocated and wiped, but the limit on locked memory (`RLIMIT_MEMLOCK`) did not allow
        /// locking.
        case notLocked
        /// No secure heap at all: keys live in ordinary memory and are still wiped.
        case ordinary
    }

    /// Room for all keys alive at one time: 16 384 keys of 16 bytes.
    static let capacity = 256 * 1024
    /// The smallest piece of the heap: one AES-128 key.
    static let smallestPiece = 16

    /// Sets the heap up at first use and tells how well it is protected; for the start-up checks.
    package static let protection: Protection =
        switch CRYPTO_secure_malloc_init(capacity, smallestPiece) {
        case 1: .locked
        case 2: .notLocked
        default: .ordinary
        }

    /// A zeroed piece of the heap.
    static func allocate(_ count: Int) -> UnsafeMutableRawBufferPointer {
        _ = protection
        let address = CRYPTO_secure_zalloc(count, #fileID, 0)
        precondition(address != nil, "more than \(capacity) bytes of keys are alive at one time")
        return UnsafeMutableRawBufferPointer(start: address, count: count)
    }

    /// Wipes a piece and gives it back.
    static func release(_ piece: UnsafeMutableRawBufferPointer) {
        CRYPTO_secure_clear_free(piece.baseAddress, piece.count, #fileID, 0)
    }

    /// Wipes a secret that passed through an ordinary array, where copies made before are out of
    /// reach.
    package static func wipe(_ bytes: inout [UInt8]) {
        bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
    }
}
