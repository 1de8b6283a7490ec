import CentralStore
import Crypto
package import CampusCard
package import Foundation
import SwiftASN1
import X509

/// A folder with the certificates of one campus: `ca.pem`, `store.pem`, `<kiosk>.pem`, and beside
/// each its key, which only the owner may read. The key of the authority belongs on another machine
/// as soon as the last kiosk has its own.
package struct CertificateFolder: Sendable {
    package let directory: URL

    private static let authorityName = "ca"
    private static let storeName = "store"
    private static let authorityDays = 3_650
    private static let leafDays = 365

    package init(_ directory: URL) {
        self.directory = directory
    }

    /// What one certificate of the folder is.
    package struct Entry: Hashable, Sendable {
        /// `ca`, `store`, or the id of a kiosk.
        package let name: String
        package let lifetime: CertificateLifetime
    }

    /// The store's own files.
    package var storeFiles: ServerCertificateFiles {
        ServerCertificateFiles(
            certificate: path(Self.storeName, "pem"), key: path(Self.storeName, "key"),
            authority: path(Self.authorityName, "pem"))
    }

    /// Makes what is missing: the authority, the store's certificate, one for each kiosk. What is
    /// there stays.
    /// - Returns: the names of what was made.
    package func create(
        campus: String, hosts: [String], kiosks: [KioskID], now: Date
    ) throws -> [String] {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let maker = CertificateMaker(now: now)
        var made: [String] = []
        if !exists(Self.authorityName) {
            try write(
                maker.authority(name: "\(campus) card authority", days: Self.authorityDays),
                as: Self.authorityName)
            made.append(Self.authorityName)
        }
        let authority = try read(Self.authorityName)
        if !exists(Self.storeName) {
            try write(
                maker.leaf(
                    name: Self.storeName, .store(hosts: hosts), days: Self.leafDays, by: authority),
                as: Self.storeName)
            made.append(Self.storeName)
        }
        for kiosk in kiosks where !exists(kiosk.text) {
            try write(
                maker.leaf(name: kiosk.text, .kiosk, days: Self.leafDays, by: authority),
                as: kiosk.text)
            made.append(kiosk.text)
        }
        return made
    }

    /// Renews every certificate but the authority's whose half-life is over, or all of them.
    /// - Returns: the names of what was renewed.
    package func renew(hosts: [String], all: Bool, now: Date) throws -> [String] {
        let maker = CertificateMaker(now: now)
        let authority = try read(Self.authorityName)
        var renewed: [String] = []
        for entry in try entries() where entry.name != Self.authorityName {
            guard all || entry.lifetime.state(at: now) != .good else { continue }
            let purpose: CertificateMaker.Purpose =
                entry.name == Self.storeName ? .store(hosts: hosts) : .kiosk
            try write(
                maker.leaf(name: entry.name, purpose, days: Self.leafDays, by: authority),
                as: entry.name)
            renewed.append(entry.name)
        }
        return renewed
    }

    /// Every certificate of the folder, by name.
    package func entries() throws -> [Entry] {
        let files = try? FileManager.default.contentsOfDirectory(atPath: directory.path)
        guard let files else { throw missing(directory.path) }
        return try files.filter { $0.hasSuffix(".pem") }.sorted().map { file in
            let name = String(file.dropLast(".pem".count))
            let certificate = try certificate(name)
            return Entry(
                name: name,
                lifetime: CertificateLifetime(
                    notBefore: certificate.notValidBefore, notAfter: certificate.notValidAfter))
        }
    }

    private func read(_ name: String) throws -> CertificateMaker.Pair {
        let certificate = try certificate(name)
        let pem = try text(name, "key")
        guard let key = try? P256.Signing.PrivateKey(pemRepresentation: pem) else {
            throw StoreFailure("read \(path(name, "key")): it is no P-256 key in PEM")
        }
        return CertificateMaker.Pair(certificate: certificate, key: key)
    }

    private func certificate(_ name: String) throws -> Certificate {
        let pem = try text(name, "pem")
        do {
            return try Certificate(pemEncoded: pem)
        } catch {
            throw StoreFailure("read \(path(name, "pem")): it is no certificate in PEM")
        }
    }

    /// - Throws: when a file that the store needs for serving is not there.
    package func requireStoreFiles() throws {
        let files = storeFiles
        for path in [files.certificate, files.key, files.authority]
        where !FileManager.default.isReadableFile(atPath: path) { throw missing(path) }
    }

    private func missing(_ path: String) -> StoreFailure {
        StoreFailure(
            "read \(path): it is missing or not readable; 'central-store certificates init' makes "
                + "what is missing")
    }

    /// The key goes first: a certificate without its key would be of no use after a crash between
    /// the two.
    private func write(_ pair: CertificateMaker.Pair, as name: String) throws {
        try OwnerOnlyFile.write(pair.key.pemRepresentation, to: path(name, "key"))
        try pair.certificate.serializeAsPEM().pemString.write(
            toFile: path(name, "pem"), atomically: true, encoding: .utf8)
    }

    private func text(_ name: String, _ suffix: String) throws -> String {
        let path = path(name, suffix)
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw missing(path)
        }
        return text
    }

    private func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: path(name, "pem"))
    }

    private func path(_ name: String, _ suffix: String) -> String {
        directory.appending(path: "\(name).\(suffix)").path
    }
}
