import CPKCS11
import CentralStore

/// One logged-in session with a token. It is used by one caller at a time.
struct TokenSession {
    private let module: TokenModule
    let handle: CK_SESSION_HANDLE
    private var keys: [String: CK_OBJECT_HANDLE] = [:]

    /// AES-CMAC (SP 800-38B) inside the token: the one mechanism that is asked of it.
    private static let cmac: CK_MECHANISM_TYPE = 0x108A
    static let codeLength = 16
    private static let generateAES: CK_MECHANISM_TYPE = 0x1080
    private static let user: CK_USER_TYPE = 1
    /// Keys that are looked at in one token: 256 generations of some campuses.
    private static let keyLimit = 16_384

    init(_ module: TokenModule, token label: String, pin: [UInt8]) throws {
        guard let slot = try module.slot(ofToken: label) else {
            throw StoreFailure(
                "open the token \(label): \(module.path) knows no token of that name")
        }
        self.module = module
        handle = try Self.open(module, slot)
        var pin = pin
        let handle = handle
        do {
            try module.call("log in to the token \(label)") {
                $0.C_Login(handle, Self.user, &pin, CK_ULONG(pin.count))
            }
        } catch  where error.answer.description == "CKR_USER_ALREADY_LOGGED_IN" {
            // Another session of this process has logged in; the login is the application's.
        } catch {
            close()
            throw error
        }
    }

    private static func open(
        _ module: TokenModule, _ slot: CK_SLOT_ID
    ) throws(TokenFault) -> CK_SESSION_HANDLE {
        let flags: CK_FLAGS = 1 << 1 | 1 << 2  // CKF_RW_SESSION, CKF_SERIAL_SESSION
        var handle: CK_SESSION_HANDLE = 0
        try module.call("open a session") { $0.C_OpenSession(slot, flags, nil, nil, &handle) }
        return handle
    }

    func close() {
        try? module.call("close a session") { $0.C_CloseSession(handle) }
    }

    /// The 16 bytes of the AES-CMAC over the message under the named key.
    mutating func code(_ message: [UInt8], under key: String) throws -> [UInt8] {
        guard let object = try find(key) else {
            throw StoreFailure("use the key \(key): the token has no such key")
        }
        var mechanism = CK_MECHANISM(mechanism: Self.cmac, pParameter: nil, ulParameterLen: 0)
        // Some libraries refuse a null pointer, even for no bytes.
        var input = message + [0]
        var code = [UInt8](repeating: 0, count: Self.codeLength)
        var length = CK_ULONG(code.count)
        try module.call("begin a CMAC under \(key)") { $0.C_SignInit(handle, &mechanism, object) }
        try module.call("make a CMAC under \(key)") {
            $0.C_Sign(handle, &input, CK_ULONG(message.count), &code, &length)
        }
        guard length == CK_ULONG(Self.codeLength) else {
            throw StoreFailure(
                "make a CMAC under \(key): the token gives \(length) bytes, not \(Self.codeLength)")
        }
        return code
    }

    /// Makes an AES-128 key that never leaves the token.
    mutating func generate(_ key: String) throws {
        guard try find(key) == nil else {
            throw StoreFailure("make the key \(key): it exists and is not overwritten")
        }
        var mechanism = CK_MECHANISM(
            mechanism: Self.generateAES, pParameter: nil, ulParameterLen: 0)
        var template = TokenTemplate.newKey(named: key)
        var object: CK_OBJECT_HANDLE = 0
        try template.withAttributes { attributes in
            try module.call("make the key \(key)") {
                $0.C_GenerateKey(
                    handle, &mechanism, attributes.baseAddress, CK_ULONG(attributes.count),
                    &object)
            }
        }
        keys[key] = object
    }

    /// The object of the key with this label; nil when there is none.
    /// - Throws: also when two keys have it, since nobody knows which one cards were written with.
    mutating func find(_ key: String) throws -> CK_OBJECT_HANDLE? {
        if let known = keys[key] { return known }
        let found = try search(TokenTemplate.named(key), limit: 2)
        guard found.count < 2 else {
            throw StoreFailure("look for the key \(key): the token has two of that name")
        }
        keys[key] = found.first
        return found.first
    }

    /// The labels of all secret keys in the token.
    func labels() throws -> Set<String> {
        let objects = try search(TokenTemplate.anySecretKey, limit: Self.keyLimit)
        return Set(try objects.compactMap(label))
    }

    private func search(
        _ template: TokenTemplate, limit: Int
    ) throws -> ArraySlice<CK_OBJECT_HANDLE> {
        var found = [CK_OBJECT_HANDLE](repeating: 0, count: limit)
        var count: CK_ULONG = 0
        var template = template
        try template.withAttributes { attributes in
            try module.call("look for keys") {
                $0.C_FindObjectsInit(
                    handle, attributes.baseAddress, CK_ULONG(attributes.count))
            }
        }
        try module.call("look for keys") {
            $0.C_FindObjects(handle, &found, CK_ULONG(limit), &count)
        }
        try module.call("look for keys") { $0.C_FindObjectsFinal(handle) }
        return found.prefix(Int(count))
    }

    /// Nil for a label that is longer than any of ours.
    private func label(of object: CK_OBJECT_HANDLE) throws -> String? {
        var template = TokenTemplate.roomForLabel
        do {
            try template.withAttributes { attributes in
                try module.call("read the label of a key") {
                    $0.C_GetAttributeValue(
                        handle, object, attributes.baseAddress, CK_ULONG(attributes.count))
                }
            }
        } catch let fault as TokenFault where fault.answer == .bufferTooSmall {
            return nil
        }
        return template.label
    }
}
