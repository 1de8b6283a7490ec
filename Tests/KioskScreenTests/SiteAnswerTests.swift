import KioskScreen
import Testing

/// Which address takes which method, and what every answer carries, whatever it says.
@Suite struct SiteAnswerTests {
    @Test("Each address takes one method and names it to the others")
    func methods() async throws {
        let fixture = try SiteFixture()
        for (own, path) in SiteGuardTests.addresses {
            for method in [SiteRequest.Method.get, .post, .other] where method != own {
                let answer = await fixture.ask(method, path)
                #expect(answer.status == .methodNotAllowed, "\(path)")
                #expect(answer.header("Allow") == (own == .post ? "POST" : "GET"))
            }
        }
    }

    @Test(
        "Any other address is not found, however close it is",
        arguments: [
            "", "//", "/index.html", "/ACT", "/act/", "/state/", "/events/1", "/static/",
            "/static", "/static/kiosk.js/", "/static/../kiosk.json", "/static/kiosk.swift",
            "/static/icons/card.svg", "/static/%6biosk.js", "/favicon.ico", "/.git/config",
        ])
    func unknownPaths(path: String) async throws {
        let fixture = try SiteFixture()
        for method in [SiteRequest.Method.get, .post, .other] {
            #expect(await fixture.ask(method, path).status == .notFound)
        }
    }

    @Test("Every answer forbids what is not ours, and is kept by nobody")
    func protection() async throws {
        let fixture = try SiteFixture()
        var answers: [SiteResponse] = []
        for (method, path) in SiteGuardTests.addresses {
            answers.append(await fixture.ask(method, path))
            answers.append(await fixture.ask(.other, path))
            answers.append(await fixture.ask(method, path, host: "evil.example"))
            answers.append(await fixture.ask(method, path, cookie: nil))
        }
        answers.append(await fixture.ask(.get, "/nowhere"))
        answers.append(await fixture.ask(.get, "/", query: "token=\(SiteFixture.token.text)"))
        answers.append(await fixture.send(Array("%".utf8)))
        answers.append(await fixture.send([], as: "text/plain"))
        answers.append(
            try await fixture.send(["stateNumber": "1", "action": "choose", "job": "reportLoss"]))
        answers.append(try await fixture.send(["stateNumber": "1", "action": "cancel"]))
        #expect(
            Set(answers.map(\.status)).isSuperset(of: [
                .ok, .seeOther, .forbidden, .notFound, .methodNotAllowed, .conflict,
                .unsupportedMediaType, .badRequest,
            ]))
        for answer in answers {
            #expect(answer.header("Cache-Control") == "no-store")
            #expect(answer.header("X-Content-Type-Options") == "nosniff")
            #expect(answer.header("Referrer-Policy") == "no-referrer")
            #expect(answer.headers.count(where: { $0.name == "Content-Type" }) == 1)
            try expectStrict(try #require(answer.header("Content-Security-Policy")))
        }
    }

    /// Every directive allows our own address or nothing.
    private func expectStrict(_ policy: String) throws {
        let directives = policy.split(separator: ";").map { $0.split(separator: " ") }
        let table = Dictionary(uniqueKeysWithValues: directives.map { ($0[0], $0.dropFirst()) })
        #expect(table["default-src"] == ["'none'"])
        #expect(table["frame-ancestors"] == ["'none'"])
        #expect(table["base-uri"] == ["'none'"])
        #expect(table["form-action"] == ["'self'"])
        #expect(table["require-trusted-types-for"] == ["'script'"])
        for (name, values) in table where name.hasSuffix("-src") || name == "form-action" {
            #expect(values == ["'self'"] || values == ["'none'"], "\(name)")
        }
    }

    @Test("The pages obey the policy themselves: no style, script or handler stands in them")
    func nothingInline() throws {
        let composer = try ScreenFixtures.composer()
        let writer = try ScreenFixtures.writer()
        let inline = /\son\w+=|\sstyle=|<style|javascript:|<script(?![^>]* src=)/
        let pages = Set(
            ReachableStates.all.map { composer.page(ScreenFixtures.snapshot($0)) })
        for page in pages {
            #expect(writer.html(page).firstMatch(of: inline) == nil, "\(page.name)")
        }
    }

    @Test("An answer is HTML for a browser and JSON for a script, with the same page")
    func representations() async throws {
        let fixture = try SiteFixture()
        let page = await fixture.ask(.get, "/")
        #expect(page.header("Content-Type") == "text/html; charset=utf-8")
        let text = String(decoding: page.bytes, as: UTF8.self)
        let state = try #require(await fixture.ask(.get, "/state").document)
        #expect(text.contains(state.title) && text.contains("data-page=\"\(state.page)\""))
        #expect(state.reply == nil)
    }
}
