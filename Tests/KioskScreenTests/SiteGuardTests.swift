import KioskScreen
import Testing

/// Only the kiosk's own browser and scripts with this boot's token may ask. Each way of coming from elsewhere is tried
/// on every address, and afterwards the kiosk stands where it stood.
@Suite struct SiteGuardTests {
    /// A request that comes from elsewhere in one way.
    struct Stranger: Sendable, CustomStringConvertible {
        var host: String? = SiteFixture.host
        var origin: String?
        var fetchSite: String?
        var cookie: String? = SiteFixture.cookie
        var authorization: String?

        var description: String {
            "host \(host ?? "-"), origin \(origin ?? "-"), from \(fetchSite ?? "-")"
        }
    }

    static let foreign: [Stranger] =
        [
            nil, "", "evil.example", "evil.example:8080", "127.0.0.1.evil.example", "127.0.0.2",
            "localhost.evil.example:8080", "0.0.0.0:8080", "[::2]:8080", "user@evil.example",
        ].map { Stranger(host: $0) }
        + [
            "null", "http://evil.example", "https://127.0.0.1:8080", "http://127.0.0.1:8081",
            "http://localhost:8080", "",
        ].map { Stranger(origin: $0) }
        + ["cross-site", "same-site", "", "Same-Origin"].map { Stranger(fetchSite: $0) }

    static let addresses: [(SiteRequest.Method, String)] =
        [(.get, "/"), (.get, "/state"), (.get, "/events"), (.post, "/act")]
        + StaticFile.allCases.map { (.get, $0.path) }

    @Test(
        "What comes from elsewhere is forbidden on every address, token or not", arguments: foreign)
    func strangers(_ stranger: Stranger) async throws {
        let fixture = try SiteFixture()
        for (method, path) in Self.addresses {
            let answer = await fixture.ask(
                method, path, host: stranger.host, origin: stranger.origin,
                fetchSite: stranger.fetchSite, contentType: SiteFixture.urlEncoded,
                body: Array("stateNumber=1&action=choose&job=reportLoss".utf8))
            #expect(answer.status == .forbidden, "\(path)")
        }
        #expect(await fixture.number == 1)
    }

    static let tokenless: [Stranger] = [
        Stranger(cookie: nil),
        Stranger(cookie: ""),
        Stranger(cookie: "kiosk_screen="),
        Stranger(cookie: "kiosk_screen=\(SiteFixture.token.text.dropLast())"),
        Stranger(cookie: "kiosk_screen=\(SiteFixture.token.text)0"),
        Stranger(cookie: "kiosk_screen=\(String(repeating: "b", count: 32))"),
        Stranger(cookie: "other=\(SiteFixture.token.text)"),
        Stranger(cookie: "xkiosk_screen=\(SiteFixture.token.text)"),
        Stranger(cookie: nil, authorization: SiteFixture.token.text),
        Stranger(cookie: nil, authorization: "Basic \(SiteFixture.token.text)"),
        Stranger(cookie: nil, authorization: "Bearer "),
    ]

    @Test("Without the token nothing but the static files is given out", arguments: tokenless)
    func noToken(_ stranger: Stranger) async throws {
        let fixture = try SiteFixture()
        for (method, path) in Self.addresses where !path.hasPrefix("/static/") {
            let answer = await fixture.ask(
                method, path, cookie: stranger.cookie, authorization: stranger.authorization,
                contentType: SiteFixture.urlEncoded,
                body: Array("stateNumber=1&action=choose&job=reportLoss".utf8))
            #expect(answer.status == .forbidden, "\(path)")
        }
        #expect(await fixture.number == 1)
    }

    @Test("The token opens as a cookie among others, and as a bearer's")
    func token() async throws {
        let fixture = try SiteFixture()
        let cookies = "a=b; \(SiteFixture.cookie);c=d"
        #expect(await fixture.ask(.get, "/", cookie: cookies).status == .ok)
        let bearer = "Bearer \(SiteFixture.token.text)"
        let answer = await fixture.ask(.get, "/state", cookie: nil, authorization: bearer)
        #expect(answer.status == .ok)
        let own = await fixture.ask(
            .get, "/", origin: "http://\(SiteFixture.host)", fetchSite: "same-origin")
        #expect(own.status == .ok)
    }

    @Test(
        "The address with the token hands it over as a cookie that no script and no other site sees"
    )
    func entrance() async throws {
        let fixture = try SiteFixture()
        let query = "x=1&token=\(SiteFixture.token.text)"
        let answer = await fixture.ask(.get, "/", query: query, cookie: nil)
        #expect(answer.status == .seeOther)
        #expect(answer.header("Location") == "/")
        let cookie = try #require(answer.header("Set-Cookie"))
        #expect(cookie == "\(SiteFixture.cookie); Path=/; HttpOnly; SameSite=Strict")
        for wrong in ["token=", "token=abc", "tokens=\(SiteFixture.token.text)", ""] {
            let refused = await fixture.ask(.get, "/", query: wrong, cookie: nil)
            #expect(refused.status == .forbidden && refused.header("Set-Cookie") == nil)
        }
    }

    @Test("A token is long, safe in an address, and hidden when it is printed")
    func tokens() {
        for wrong in [
            "", "a1", String(repeating: "a", count: 31), String(repeating: "a", count: 129),
        ] {
            #expect(ScreenToken(wrong) == nil)
        }
        for wrong in [";", " ", "é", "\n", "%"] {
            #expect(ScreenToken(String(repeating: "a", count: 32) + wrong) == nil)
        }
        #expect(!"\(SiteFixture.token)".contains(SiteFixture.token.text))
    }
}
