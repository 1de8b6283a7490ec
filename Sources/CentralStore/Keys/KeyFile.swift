import CampusCard
import CardPrimitives
package import Foundation

/// The development key file: the key ring as JSON, sealed under a key that lies in a file of its
/// own which only its owner may read. A store in production mode refuses both.
package enum KeyFile {
    package static let sealedName = "master-keys.sealed"
    package static let wrappingName = "master-keys.key"

    /// Makes new keys. Existing ones are never overwritten: every card in use would be lost with
    /// them.
    package static func create(
        in directory: URL, generation: UInt8, randomBytes: (Int) -> [UInt8]
    ) throws(StoreFailure) -> KeyRing {
        let sealed = directory.appending(path: sealedName)
        let wrapping = directory.appending(path: wrappingName)
        for file in [sealed, wrapping] where FileManager.default.fileExists(atPath: file.path) {
            throw StoreFailure("make master keys: \(file.path) exists and is not overwritten")
        }
        let ring = KeyRing(generation: generation, randomBytes: randomBytes)
        let key = randomBytes(VaultSeal.keyLength)
        try OwnerOnlyFile.write(key.hex, to: wrapping.path)
        try write(ring, to: sealed, key, randomBytes)
        return ring
    }

    /// Adds a generation with new keys; those before stay, and cards of theirs stay readable.
    package static func rotate(
        in directory: URL, randomBytes: (Int) -> [UInt8]
    ) throws(StoreFailure) -> KeyRing {
        let ring = try open(in: directory)
        guard ring.generation < UInt8.max else {
            throw StoreFailure(
                "rotate master keys: generation ff is the last that a card can report")
        }
        let next = ring.adding(ring.generation + 1, randomBytes: randomBytes)
        try write(
            next, to: directory.appending(path: sealedName), try wrappingKey(in: directory),
            randomBytes)
        return next
    }

    private static func write(
        _ ring: KeyRing, to sealed: URL, _ key: [UInt8], _ randomBytes: (Int) -> [UInt8]
    ) throws(StoreFailure) {
        let value = VaultSeal.seal(
            [UInt8](Data(KeyFileContent(ring).json.utf8)), key: SecretKey(key),
            nonce: randomBytes(VaultSeal.nonceLength))
        try OwnerOnlyFile.write(value.hex, to: sealed.path)
    }

    private static func wrappingKey(in directory: URL) throws(StoreFailure) -> [UInt8] {
        let wrapping = directory.appending(path: wrappingName)
        let key = try OwnerOnlyFile.hexBytes(at: wrapping.path)
        guard key.count == VaultSeal.keyLength else {
            throw StoreFailure(
                "open master keys: \(wrapping.path) holds \(key.count) bytes, "
                    + "not \(VaultSeal.keyLength)"
            )
        }
        return key
    }

    /// Opens the keys of a directory.
    package static func open(in directory: URL) throws(StoreFailure) -> KeyRing {
        let key = try wrappingKey(in: directory)
        let sealed = directory.appending(path: sealedName)
        guard
            let plain = VaultSeal.open(
                try OwnerOnlyFile.hexBytes(at: sealed.path), key: SecretKey(key)),
            let ring = KeyFileContent.ring(json: plain)
        else {
            throw StoreFailure(
                "open master keys: \(sealed.path) was not sealed under "
                    + "\(directory.appending(path: wrappingName).path)")
        }
        return ring
    }
}
