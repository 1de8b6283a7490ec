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
        let content = [UInt8](Data(KeyFileContent(ring).json.utf8))
        let value = VaultSeal.seal(
            content, key: SecretKey(key), nonce: randomBytes(VaultSeal.nonceLength))
        try OwnerOnlyFile.write(key.hex, to: wrapping.path)
        try OwnerOnlyFile.write(value.hex, to: sealed.path)
        return ring
    }

    /// Opens the keys of a directory.
    package static func open(in directory: URL) throws(StoreFailure) -> KeyRing {
        let wrapping = directory.appending(path: wrappingName)
        let key = try OwnerOnlyFile.hexBytes(at: wrapping.path)
        guard key.count == VaultSeal.keyLength else {
            throw StoreFailure(
                "open master keys: \(wrapping.path) holds \(key.count) bytes, "
                    + "not \(VaultSeal.keyLength)"
            )
        }
        let sealed = directory.appending(path: sealedName)
        guard
            let plain = VaultSeal.open(
                try OwnerOnlyFile.hexBytes(at: sealed.path), key: SecretKey(key)),
            let ring = KeyFileContent.ring(json: plain)
        else {
            throw StoreFailure(
                "open master keys: \(sealed.path) was not sealed under \(wrapping.path)")
        }
        return ring
    }
}
