import CPKCS11
import CentralStore
import Foundation

@testable import KeyToken

/// Tokens of SoftHSM in a folder of their own. The library reads its tokens when it starts, once for a process: they are all
/// made before.
enum SoftToken {
    static let module = "/usr/lib/softhsm/libsofthsm2.so"
    static let pin = "2468"

    /// What each token is for.
    enum Label: String, CaseIterable {
        case imported, ceremony, rotated, partial, twins, empty, pulled, locked, strangers
    }

    /// What the module was loaded with: asking for it makes the tokens.
    static let folder: URL = {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        let tokens = folder.appending(path: "tokens")
        do {
            try FileManager.default.createDirectory(at: tokens, withIntermediateDirectories: true)
            let file = folder.appending(path: "softhsm2.conf")
            try "directories.tokendir = \(tokens.path)\nlog.level = ERROR\n"
                .write(to: file, atomically: true, encoding: .utf8)
            setenv("SOFTHSM2_CONF", file.path, 1)
            for label in Label.allCases {
                try run([
                    "--init-token", "--free", "--label", label.rawValue, "--so-pin", "13579",
                    "--pin", pin,
                ])
            }
        } catch {
            preconditionFailure("SoftHSM makes no tokens: \(error)")
        }
        return folder
    }()

    static func configuration(
        _ label: Label, module: String = module
    ) -> StoreConfiguration.Token {
        _ = folder
        return StoreConfiguration.Token(
            module: module, label: label.rawValue, pinFile: "token.pin")
    }

    /// Puts a key of known bytes into a token, as its owner's other programs might.
    static func put(_ key: [UInt8], named name: String, into label: Label) throws {
        let module = try TokenModule(path: configuration(label).module)
        let session = try TokenSession(module, token: label.rawValue, pin: [UInt8](pin.utf8))
        defer { session.close() }
        var template = TokenTemplate.knownKey(key, named: name)
        var object: CK_OBJECT_HANDLE = 0
        try template.withAttributes { attributes in
            try module.call("put in a key") {
                $0.C_CreateObject(
                    session.handle, attributes.baseAddress, CK_ULONG(attributes.count), &object)
            }
        }
    }

    private struct Failed: Error {
        let arguments: [String]
        let said: String
    }

    private static func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/softhsm2-util")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let said = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failed(arguments: arguments, said: String(decoding: said, as: UTF8.self))
        }
    }
}

extension TokenTemplate {
    private static let value: CK_ATTRIBUTE_TYPE = 0x11

    /// A key that makes codes, with bytes that are known.
    static func knownKey(_ key: [UInt8], named name: String) -> TokenTemplate {
        var template = newKey(named: name)
        template.values.removeAll { $0.type == Attribute.valueLength }
        template.values.append((value, key))
        return template
    }
}
