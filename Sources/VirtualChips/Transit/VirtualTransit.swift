/// A transit card, or one in a phone: applications with files that anybody reads. It takes note of every command that
/// would have changed it, and refuses it.
package final class VirtualTransit {
    /// One application's files, by short identifier.
    package struct Application: Sendable {
        package let identifier: [UInt8]
        package let files: [UInt8: [UInt8]]

        package init(identifier: [UInt8], files: [UInt8: [UInt8]]) {
            self.identifier = identifier
            self.files = files
        }
    }

    /// Whether it puts off answers, as cards under T=0 do.
    package enum Manner: Hashable, Sendable, CaseIterable {
        case atOnce
        /// 61 xx, then GET RESPONSE.
        case afterAsking
        /// 6C xx where the length is not the file's rest.
        case exactLength
    }

    private let applications: [Application]
    private let manner: Manner
    private var isPowered = false
    private var selected: Application?
    private var pending: [UInt8] = []
    /// Commands that are neither SELECT, READ BINARY nor GET RESPONSE.
    package private(set) var otherCommands = 0

    package init(_ applications: [Application], manner: Manner = .atOnce) {
        self.applications = applications
        self.manner = manner
    }

    package func activate() -> [UInt8] {
        fieldLost()
        isPowered = true
        return [0x05, 0x78, 0x80, 0x70, 0x02]
    }

    package func fieldLost() {
        isPowered = false
        selected = nil
        pending = []
    }

    /// The answer to a command APDU, status word included; nothing when the card has no field.
    package func transmit(_ apdu: [UInt8]) -> [UInt8] {
        guard isPowered else { return [] }
        guard apdu.count >= 5, apdu[0] == 0x00 else { return refusal(0x6E00) }
        switch apdu[1] {
        case 0xA4: return select(apdu)
        case 0xB0: return read(apdu)
        case 0xC0:
            defer { pending = [] }
            return pending.isEmpty ? [0x69, 0x85] : pending.prefix(Int(apdu[4])) + [0x90, 0x00]
        case _: return refusal(0x6D00)
        }
    }

    private func refusal(_ word: UInt16) -> [UInt8] {
        otherCommands += 1
        return [UInt8(word >> 8), UInt8(word & 0xFF)]
    }

    private func select(_ apdu: [UInt8]) -> [UInt8] {
        let length = Int(apdu[4])
        guard apdu[2] == 0x04, apdu.count >= 5 + length else { return [0x6A, 0x86] }
        let identifier = Array(apdu[5..<5 + length])
        guard let found = applications.first(where: { $0.identifier == identifier }) else {
            return [0x6A, 0x82]
        }
        selected = found
        return deliver(
            [0x6F, UInt8(2 + identifier.count), 0x84, UInt8(identifier.count)] + identifier)
    }

    private func read(_ apdu: [UInt8]) -> [UInt8] {
        guard apdu[2] & 0xE0 == 0x80, let file = selected?.files[apdu[2] & 0x1F] else {
            return [0x6A, 0x82]
        }
        let rest = file.dropFirst(Int(apdu[3]))
        guard !rest.isEmpty else { return [0x6B, 0x00] }
        let wanted = Int(apdu[4])
        guard wanted == rest.count || manner != .exactLength && wanted < rest.count else {
            return [0x6C, UInt8(rest.count)]
        }
        return deliver(Array(rest.prefix(wanted)))
    }

    private func deliver(_ data: [UInt8]) -> [UInt8] {
        guard manner == .afterAsking else { return data + [0x90, 0x00] }
        pending = data
        return [0x61, UInt8(data.count)]
    }
}
