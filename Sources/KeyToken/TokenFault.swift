import CPKCS11

/// What a token or its library did not do.
struct TokenFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was being done, without any value of a key or a PIN.
    let doing: String
    let answer: TokenAnswer

    var description: String { "\(doing): the token answers \(answer)" }
}

/// A return code of PKCS#11 (v2.40, section 11.1).
struct TokenAnswer: Hashable, Sendable, CustomStringConvertible {
    let code: CK_RV

    static let ok = TokenAnswer(code: 0)
    static let bufferTooSmall = TokenAnswer(code: 0x150)
    static let alreadyLoggedIn = TokenAnswer(code: 0x100)
    static let alreadyStarted = TokenAnswer(code: 0x191)

    /// The session is of no use any more: the token was pulled, restarted, or has logged out.
    var endsSession: Bool { Self.endings.contains(code) }

    var description: String { Self.names[code] ?? "CKR 0x\(String(code, radix: 16))" }

    private static let endings: Set<CK_RV> = [
        0x30, 0x32, 0x82, 0xB0, 0xB3, 0xE0, 0x101, 0x190,
    ]

    /// Codes that these calls can meet.
    private static let names: [CK_RV: String] = [
        0x05: "CKR_GENERAL_ERROR", 0x06: "CKR_FUNCTION_FAILED", 0x07: "CKR_ARGUMENTS_BAD",
        0x10: "CKR_ATTRIBUTE_READ_ONLY", 0x13: "CKR_ATTRIBUTE_VALUE_INVALID",
        0x20: "CKR_DATA_INVALID", 0x21: "CKR_DATA_LEN_RANGE", 0x30: "CKR_DEVICE_ERROR",
        0x31: "CKR_DEVICE_MEMORY", 0x32: "CKR_DEVICE_REMOVED",
        0x54: "CKR_FUNCTION_NOT_SUPPORTED", 0x68: "CKR_KEY_FUNCTION_NOT_PERMITTED",
        0x70: "CKR_MECHANISM_INVALID", 0x82: "CKR_OBJECT_HANDLE_INVALID",
        0xA0: "CKR_PIN_INCORRECT", 0xA1: "CKR_PIN_INVALID", 0xA2: "CKR_PIN_LEN_RANGE",
        0xA3: "CKR_PIN_EXPIRED", 0xA4: "CKR_PIN_LOCKED", 0xB0: "CKR_SESSION_CLOSED",
        0xB3: "CKR_SESSION_HANDLE_INVALID", 0xB5: "CKR_SESSION_READ_ONLY",
        0xE0: "CKR_TOKEN_NOT_PRESENT", 0xE1: "CKR_TOKEN_NOT_RECOGNIZED",
        0xE2: "CKR_TOKEN_WRITE_PROTECTED", 0x100: "CKR_USER_ALREADY_LOGGED_IN",
        0x101: "CKR_USER_NOT_LOGGED_IN", 0x102: "CKR_USER_PIN_NOT_INITIALIZED",
        0x150: "CKR_BUFFER_TOO_SMALL", 0x190: "CKR_CRYPTOKI_NOT_INITIALIZED",
        0x191: "CKR_CRYPTOKI_ALREADY_INITIALIZED",
    ]
}
