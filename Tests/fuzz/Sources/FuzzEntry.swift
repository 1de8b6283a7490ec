import Glibc

/// What libFuzzer calls with each input. The target's name is in the environment, as one program holds them all.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    target(Array(UnsafeBufferPointer(start: data, count: size)))
    return 0
}

private let target: @Sendable ([UInt8]) -> Void = {
    let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let found = FuzzTargets.all[name] else {
        let names = FuzzTargets.all.keys.sorted().joined(separator: ", ")
        fatalError("FUZZ_TARGET is '\(name)'; it must be one of \(names)")
    }
    return found
}()

/// Everything that reads bytes which a device, a card or a file gives us. What must hold of each is a precondition here: a
/// broken one is a crash, as a trap in the code itself is.
enum FuzzTargets {
    static let all: [String: @Sendable ([UInt8]) -> Void] = [
        "apdu": CardTargets.apdu, "atr": CardTargets.answerToReset, "bridges": LineTargets.bridges,
        "capture": FileTargets.capture, "ccid": ReaderTargets.messages, "chip": FileTargets.chip,
        "crt591": LineTargets.crt591, "crthid": LineTargets.crthid, "engine": ReaderTargets.engine,
        "t0": CardTargets.t0, "t1": CardTargets.t1, "ttce": LineTargets.ttce,
    ]
}

/// Takes an input apart.
struct FuzzInput {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    var isEmpty: Bool { rest.isEmpty }

    /// The next byte; 0 at the end.
    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    /// As many bytes as the next one says, or as are left.
    mutating func piece() -> [UInt8] { bytes(Int(byte())) }

    mutating func bytes(_ count: Int) -> [UInt8] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func remainder() -> [UInt8] { bytes(rest.count) }
}
