import KioskPorts

/// The screen's addresses, without a transport: who may ask, what is asked, what is answered.
///
/// `GET /?token=…` hands the token to the browser as a cookie; `GET /` is the page, `POST /act` does something on it,
/// `GET /events` tells each new state number, `GET /state` is the page as JSON. Everything but the files under
/// `/static/` needs the token.
package struct ScreenSite: Sendable {
    /// The most bytes that a form may have: the largest of ours has some 200.
    package static let bodyLimit = 4096

    private let screen: KioskScreen
    private let assets: ScreenAssets
    private let writer: PageWriter
    private let access: SiteGuard

    package init(screen: KioskScreen, assets: ScreenAssets, token: ScreenToken) {
        self.screen = screen
        self.assets = assets
        writer = PageWriter(artwork: assets.artwork)
        access = SiteGuard(token: token)
    }

    package func answer(_ request: SiteRequest) async -> SiteResponse {
        var response = await route(request)
        response.headers += Self.protection
        return response
    }

    private func route(_ request: SiteRequest) async -> SiteResponse {
        if let why = access.foreignness(of: request) {
            return SiteResponse(.forbidden, explaining: "refused: \(why)")
        }
        if let file = StaticFile.allCases.first(where: { $0.path == request.path }) {
            return staticFile(file, request)
        }
        guard let path = ScreenPath(rawValue: request.path) else {
            return SiteResponse(.notFound, explaining: "no such address")
        }
        let method: SiteRequest.Method = path == .act ? .post : .get
        guard request.method == method else {
            return SiteResponse(
                .methodNotAllowed, explaining: "this address takes another method",
                headers: [.init("Allow", method == .post ? "POST" : "GET")])
        }
        if path == .page, access.isEntrance(request) {
            return SiteResponse(
                .seeOther, explaining: "welcome",
                headers: [.init("Location", ScreenPath.page.rawValue), access.setCookie])
        }
        guard access.hasToken(request) else {
            return SiteResponse(
                .forbidden,
                explaining:
                    "请使用启动时显示的完整地址。 Open the whole address that was shown at the start, with its token."
            )
        }
        return await answer(request, at: path)
    }

    private func answer(_ request: SiteRequest, at path: ScreenPath) async -> SiteResponse {
        switch path {
        case .page: html(.ok, await screen.page())
        case .state:
            SiteResponse(.ok, type: .json, bytes: StateDocument(await screen.page()).json)
        case .events: SiteResponse(stateNumbers: await screen.host.stateNumbers())
        case .act: await act(request)
        }
    }

    private func act(_ request: SiteRequest) async -> SiteResponse {
        guard request.body.count <= Self.bodyLimit else {
            return SiteResponse(
                .contentTooLarge, explaining: "a form has at most \(Self.bodyLimit) bytes")
        }
        let fields: [String: String]
        do throws(FormBodyFault) {
            guard let read = try self.fields(request) else {
                return SiteResponse(
                    .unsupportedMediaType,
                    explaining: "send application/x-www-form-urlencoded or application/json")
            }
            fields = read
        } catch {
            return SiteResponse(.badRequest, explaining: error.explanation)
        }
        let answer: ScreenAnswer
        do throws(InputMistake) {
            answer = await screen.handle(try ActionForm(fields))
        } catch {
            answer = await screen.answer(to: error)
        }
        return respond(answer, asJSON: request.accept?.contains("application/json") == true)
    }

    /// Nil for a body of another kind.
    private func fields(_ request: SiteRequest) throws(FormBodyFault) -> [String: String]? {
        switch request.contentType?.prefix(while: { $0 != ";" }).lowercased() {
        case "application/x-www-form-urlencoded": try FormBody.urlEncoded(request.body)
        case "application/json": try FormBody.json(request.body)
        default: nil
        }
    }

    private func respond(_ answer: ScreenAnswer, asJSON: Bool) -> SiteResponse {
        let status: SiteResponse.Status =
            switch answer.reply {
            case .accepted: .ok
            case .stale, .refused: .conflict
            case .mistake: .unprocessable
            }
        guard asJSON else { return html(status, answer.page) }
        let document = StateDocument(answer.page, reply: answer.reply)
        return SiteResponse(status, type: .json, bytes: document.json)
    }

    private func html(_ status: SiteResponse.Status, _ page: Page) -> SiteResponse {
        SiteResponse(status, type: .html, bytes: Array(writer.html(page).utf8))
    }

    private func staticFile(_ file: StaticFile, _ request: SiteRequest) -> SiteResponse {
        guard request.method == .get else {
            return SiteResponse(
                .methodNotAllowed, explaining: "this address takes another method",
                headers: [.init("Allow", "GET")])
        }
        return SiteResponse(.ok, type: file.type, bytes: assets.bytes(file))
    }

    /// No script, style or form but our own, no frame around us, nothing kept (domain: a student's page must not outlive
    /// the student).
    private static let protection: [SiteResponse.Header] = [
        .init(
            "Content-Security-Policy",
            """
            default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
            font-src 'self'; \
            connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; \
            require-trusted-types-for 'script'; trusted-types kiosk-page
            """),
        .init("Cache-Control", "no-store"),
        .init("X-Content-Type-Options", "nosniff"),
        .init("Referrer-Policy", "no-referrer"),
        .init("Cross-Origin-Opener-Policy", "same-origin"),
        .init("Cross-Origin-Resource-Policy", "same-origin"),
        .init("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    ]
}
