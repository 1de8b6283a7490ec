/// The secret of one boot: it goes to the kiosk's own browser and to scripts on the same machine.
package struct ScreenToken: Sendable, CustomStringConvertible {
    /// Fewer could be guessed: 32 hexadecimal digits are 128 bits.
    package static let lengthMinimum = 32
    package let text: String

    /// Nil unless the text has `lengthMinimum` to 128 letters and digits, so that it is safe in a cookie and an address.
    package init?(_ text: String) {
        guard (Self.lengthMinimum...128).contains(text.utf8.count),
            text.utf8.allSatisfy({ byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            })
        else { return nil }
        self.text = text
    }

    package var description: String { "ScreenToken(hidden)" }

    /// Takes the same time for every wrong text of the right length.
    func matches(_ other: some StringProtocol) -> Bool {
        let ours = Array(text.utf8)
        let theirs = Array(other.utf8)
        guard ours.count == theirs.count else { return false }
        return zip(ours, theirs).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// Who may talk to the screen: a program on this machine that has the token of this boot, and no foreign page through
/// the kiosk's browser.
struct SiteGuard: Sendable {
    static let cookieName = "kiosk_screen"
    static let tokenParameter = "token"

    let token: ScreenToken

    /// Names under which the loopback address may be asked. Another name is a page that has its own name point here.
    private static let hosts: Set<String> = ["127.0.0.1", "localhost", "[::1]"]
    /// A page of our own, or an address typed by hand.
    private static let fetchSites: Set<String> = ["same-origin", "none"]

    /// Why the request comes from elsewhere; nil when it does not.
    func foreignness(of request: SiteRequest) -> String? {
        guard let host = request.host, Self.hosts.contains(Self.name(of: host)) else {
            return "the Host must be 127.0.0.1 or localhost"
        }
        if let origin = request.origin, origin != "http://\(host)" {
            return "the Origin is another site"
        }
        if let site = request.fetchSite, !Self.fetchSites.contains(site) {
            return "the request was caused by another site"
        }
        return nil
    }

    func hasToken(_ request: SiteRequest) -> Bool {
        let bearer = request.authorization.flatMap { header in
            header.hasPrefix("Bearer ") ? header.dropFirst("Bearer ".count) : nil
        }
        if let bearer, token.matches(bearer) { return true }
        return cookies(request).contains { token.matches($0) }
    }

    /// The address with the token, as the kiosk's browser opens it first.
    func isEntrance(_ request: SiteRequest) -> Bool {
        guard let query = request.query else { return false }
        return query.split(separator: "&").contains { pair in
            pair.hasPrefix("\(Self.tokenParameter)=")
                && token.matches(pair.dropFirst(Self.tokenParameter.count + 1))
        }
    }

    /// Not readable by scripts, not sent for foreign pages, gone with the browser.
    var setCookie: SiteResponse.Header {
        SiteResponse.Header(
            "Set-Cookie", "\(Self.cookieName)=\(token.text); Path=/; HttpOnly; SameSite=Strict")
    }

    private func cookies(_ request: SiteRequest) -> [Substring] {
        (request.cookie ?? "").split(separator: ";").compactMap { pair in
            let trimmed = pair.drop { $0 == " " }
            guard trimmed.hasPrefix("\(Self.cookieName)=") else { return nil }
            return trimmed.dropFirst(Self.cookieName.count + 1)
        }
    }

    /// The host without its port.
    private static func name(of host: String) -> String {
        if host.hasPrefix("[") { return String(host.prefix { $0 != "]" }) + "]" }
        return String(host.prefix { $0 != ":" })
    }
}
