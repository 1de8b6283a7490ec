import Foundation
import KioskPorts
import KioskScreen

/// A site in front of a kiosk that always succeeds, with requests as its own browser makes them.
struct SiteFixture {
    static let token = ScreenToken(String(repeating: "a1", count: 16))!
    static let cookie = "kiosk_screen=\(token.text)"
    static let host = "127.0.0.1:8080"
    static let urlEncoded = "application/x-www-form-urlencoded"

    let kiosk: FakeKiosk
    let site: ScreenSite

    init() throws {
        kiosk = FakeKiosk()
        site = ScreenSite(
            screen: KioskScreen(host: kiosk, composer: try ScreenFixtures.composer()),
            assets: try ScreenAssets.installed(), token: Self.token)
    }

    /// Asks as the kiosk's own browser does, but for what is given.
    func ask(
        _ method: SiteRequest.Method = .get, _ path: String, query: String? = nil,
        host: String? = Self.host, origin: String? = nil, fetchSite: String? = nil,
        cookie: String? = Self.cookie, authorization: String? = nil,
        contentType: String? = nil, accept: String? = nil, body: [UInt8] = []
    ) async -> SiteResponse {
        await site.answer(
            SiteRequest(
                method, path: path, query: query, host: host, origin: origin,
                fetchSite: fetchSite, cookie: cookie, authorization: authorization,
                contentType: contentType, accept: accept, body: body))
    }

    /// Sends a body to `/act` and wants JSON back.
    func send(_ body: [UInt8], as type: String? = urlEncoded) async -> SiteResponse {
        await ask(
            .post, "/act", contentType: type, accept: "application/json", body: body)
    }

    func send(_ fields: [String: String]) async throws -> SiteResponse {
        await send(
            Array(try JSONSerialization.data(withJSONObject: fields)), as: "application/json")
    }

    var number: Int {
        get async { await kiosk.snapshot().stateNumber }
    }
}

extension SiteResponse {
    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body's bytes; none for the endless one.
    var bytes: [UInt8] {
        if case .bytes(let bytes) = body { bytes } else { [] }
    }

    var document: StateDocument? {
        try? JSONDecoder().decode(StateDocument.self, from: Data(bytes))
    }
}
