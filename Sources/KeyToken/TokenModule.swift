import CPKCS11
import CentralStore
import Foundation

/// The library by which a token is spoken to. It stays loaded as long as the process runs.
struct TokenModule: Sendable {
    let path: String
    /// Written by the library when it was loaded, and never again.
    private nonisolated(unsafe) let functions: CK_FUNCTION_LIST_PTR

    private typealias GetFunctionList =
        @convention(c) (
            UnsafeMutablePointer<CK_FUNCTION_LIST_PTR?>?
        ) -> CK_RV

    /// How many tokens one library is asked for.
    private static let slotLimit = 256

    /// Loads the library and starts it, unless that was done before.
    init(path: String) throws(StoreFailure) {
        guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
            throw StoreFailure("load the PKCS#11 library \(path): \(Self.loaderSays)")
        }
        guard let symbol = dlsym(library, "C_GetFunctionList") else {
            throw StoreFailure("load \(path): it is no PKCS#11 library (no C_GetFunctionList)")
        }
        var list: CK_FUNCTION_LIST_PTR?
        let answer = unsafeBitCast(symbol, to: GetFunctionList.self)(&list)
        guard answer == TokenAnswer.ok.code, let list else {
            throw StoreFailure("load \(path): it answers \(TokenAnswer(code: answer))")
        }
        self.path = path
        functions = list
        try start()
    }

    private static var loaderSays: String {
        dlerror().map { String(cString: $0) } ?? "the loader gives no reason"
    }

    private func start() throws(StoreFailure) {
        var arguments = CK_C_INITIALIZE_ARGS()
        arguments.flags = 1 << 1  // CKF_OS_LOCKING_OK
        let answer = TokenAnswer(code: functions.pointee.C_Initialize(&arguments))
        guard answer == .ok || answer == .alreadyStarted else {
            throw StoreFailure("start \(path): it answers \(answer)")
        }
    }

    /// Calls one function of the library.
    func call(
        _ doing: String, _ function: (CK_FUNCTION_LIST) -> CK_RV
    ) throws(TokenFault) {
        let answer = TokenAnswer(code: function(functions.pointee))
        guard answer == .ok else { throw TokenFault(doing: doing, answer: answer) }
    }

    /// The slot of the token with this label; nil when no slot has it.
    func slot(ofToken label: String) throws(TokenFault) -> CK_SLOT_ID? {
        let withToken: CK_BBOOL = 1
        var slots = [CK_SLOT_ID](repeating: 0, count: Self.slotLimit)
        var count = CK_ULONG(slots.count)
        try call("list the tokens") { $0.C_GetSlotList(withToken, &slots, &count) }
        for slot in slots.prefix(Int(count)) {
            var info = CK_TOKEN_INFO()
            try call("look at the token in slot \(slot)") { $0.C_GetTokenInfo(slot, &info) }
            let found = withUnsafeBytes(of: info.label) { String(decoding: $0, as: UTF8.self) }
            if found.trimmingCharacters(in: .whitespaces) == label { return slot }
        }
        return nil
    }
}
