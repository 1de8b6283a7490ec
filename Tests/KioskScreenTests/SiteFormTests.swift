import KioskCore
import KioskPorts
import KioskScreen
import Testing

/// What is sent to `/act`. Whatever is wrong with a form, it is refused by name, and the kiosk stands where it stood.
@Suite struct SiteFormTests {
    /// A whole form for each action, as the page of state 1 would send it.
    static let forms: [[String: String]] = (FormAction.decidedByCore + [.language(.english)]).map {
        action in
        var fields = ["stateNumber": "1", "action": action.name]
        for field in action.fixedFields { fields[field.name.rawValue] = field.value }
        for name in action.typedFields { fields[name.rawValue] = "159260" }
        return fields
    }

    @Test("A form that lacks a field, or holds one in vain, is not understood", arguments: forms)
    func missingAndUnknown(form: [String: String]) async throws {
        let fixture = try SiteFixture()
        for name in form.keys {
            try await expectMistake(fixture, form.filter { $0.key != name }, "without \(name)")
            try await expectMistake(
                fixture, form.merging([name: ""]) { $1 }, "with an empty \(name)")
            try await expectMistake(
                fixture, form.merging([name: "\u{0}"]) { $1 }, "with a null in \(name)")
        }
        try await expectMistake(fixture, form.merging(["amount": "1"]) { $1 }, "with more")
        #expect(await fixture.number == 1)
    }

    private func expectMistake(
        _ fixture: SiteFixture, _ fields: [String: String], _ how: String
    ) async throws {
        let answer = try await fixture.send(fields)
        #expect(answer.status == .unprocessable, "\(how)")
        #expect(answer.document?.reply == "mistake" && answer.document?.notice != nil)
    }

    @Test(
        "A value out of its bounds is not understood",
        arguments: [
            ("stateNumber", "-1"), ("stateNumber", "1.0"), ("stateNumber", "one"),
            ("stateNumber", "99999999999999999999"), ("action", "LogIn"), ("action", "remove"),
            ("studentNumber", String(repeating: "1", count: 21)), ("studentNumber", "2021 <b>"),
            ("studentNumber", "２０２１"), ("studentNumber", "学号"), ("password", "15926"),
            ("password", "1592600"), ("password", "15926a"), ("password", "１５９２６０"),
        ])
    func bounds(name: String, value: String) async throws {
        let fixture = try SiteFixture()
        let form = [
            "stateNumber": "1", "action": "logIn", "studentNumber": "2021123437",
            "password": "159260",
        ]
        try await expectMistake(fixture, form.merging([name: value]) { $1 }, "\(name) \(value)")
        #expect(await fixture.number == 1)
    }

    @Test("A touch on a page that is gone, or not yet there, changes nothing", arguments: forms)
    func stale(form: [String: String]) async throws {
        let fixture = try SiteFixture()
        for number in ["0", "2", "3", "1000000"] {
            let answer = try await fixture.send(form.merging(["stateNumber": number]) { $1 })
            #expect(answer.status == .conflict && answer.document?.reply == "stale")
            #expect(answer.document?.stateNumber == 1)
        }
        #expect(await fixture.number == 1)
    }

    @Test("The second touch of a double one is stale, and the page that came is its answer")
    func doubleTap() async throws {
        let fixture = try SiteFixture()
        let form = ["stateNumber": "1", "action": "choose", "job": "reportLoss"]
        let first = try await fixture.send(form)
        let second = try await fixture.send(form)
        #expect(first.status == .ok && second.status == .conflict)
        #expect(first.document?.page == "login" && second.document?.page == "login")
        #expect(first.document?.stateNumber == second.document?.stateNumber)
    }

    @Test("What the page does not offer is refused, and the page says so")
    func notOffered() async throws {
        let fixture = try SiteFixture()
        for action in ["cancel", "consent", "goOn", "finish", "moreTime", "foundOldCard"] {
            let answer = try await fixture.send(["stateNumber": "1", "action": action])
            #expect(answer.status == .conflict && answer.document?.reply == "refused", "\(action)")
            #expect(answer.document?.notice != nil)
        }
        #expect(await fixture.number == 1)
    }

    @Test(
        "A body that is no form is refused",
        arguments: [
            "stateNumber=1&stateNumber=1&action=choose&job=reportLoss", "a=%", "a=%4", "a=%G1",
            "%ff=1", "action=%e4%bd", "action=%c0%80", "%=1",
            (1...17).map { "f\($0)=1" }.joined(separator: "&"),
        ])
    func badForms(body: String) async throws {
        let fixture = try SiteFixture()
        let answer = await fixture.send(Array(body.utf8))
        #expect(answer.status == .badRequest)
        #expect(await fixture.number == 1)
    }

    @Test("Bytes that are not UTF-8 are refused")
    func notUTF8() async throws {
        let fixture = try SiteFixture()
        for bytes: [UInt8] in [[0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80]] {
            let body = Array("action=choose&job=".utf8) + bytes
            #expect(await fixture.send(body).status == .badRequest)
            let json = Array("{\"action\":\"".utf8) + bytes + Array("\"}".utf8)
            #expect(await fixture.send(json, as: "application/json").status == .badRequest)
        }
    }

    @Test(
        "JSON that is no flat object of texts and whole numbers is refused",
        arguments: [
            "", "{", "[]", "1", "null", "\"\"", "{\"action\":null}", "{\"action\":true}",
            "{\"action\":[\"choose\"]}", "{\"action\":{\"choose\":1}}", "{\"stateNumber\":1.5}",
            "{\"stateNumber\":1e99}", "{'action':'choose'}",
        ])
    func badJSON(body: String) async throws {
        let fixture = try SiteFixture()
        let answer = await fixture.send(Array(body.utf8), as: "application/json")
        #expect(answer.status == .badRequest)
    }

    @Test(
        "A body of another kind is not looked at",
        arguments: [
            nil, "", "text/plain", "multipart/form-data; boundary=x", "application/jsonx",
            "application/x-www-form-urlencoded2",
        ])
    func otherKinds(type: String?) async throws {
        let fixture = try SiteFixture()
        let body = Array("stateNumber=1&action=choose&job=reportLoss".utf8)
        #expect(await fixture.send(body, as: type).status == .unsupportedMediaType)
        #expect(await fixture.number == 1)
        let parameter = SiteFixture.urlEncoded + "; charset=utf-8"
        #expect(await fixture.send(body, as: parameter).status == .ok)
    }

    @Test("A body of one byte too many is refused before it is read")
    func bodyLimit() async throws {
        let fixture = try SiteFixture()
        let form = "stateNumber=1&action=choose&job=reportLoss&"
        let most = form + String(repeating: "&", count: ScreenSite.bodyLimit - form.utf8.count)
        #expect(await fixture.send(Array((most + "&").utf8)).status == .contentTooLarge)
        #expect(await fixture.number == 1)
        #expect(await fixture.send(Array(most.utf8)).status == .ok)
    }

    @Test("No prefix and no single corrupted byte of a form does anything; each is refused by name")
    func corruption() async throws {
        let form = Array("stateNumber=1&action=choose&job=reportLoss".utf8)
        let fixture = try SiteFixture()
        var counts: [SiteResponse.Status: Int] = [:]
        for length in 0..<form.count {
            counts[await fixture.send(Array(form.prefix(length))).status, default: 0] += 1
        }
        for index in form.indices {
            for byte in UInt8.min...UInt8.max where byte != form[index] {
                var corrupted = form
                corrupted[index] = byte
                counts[await fixture.send(corrupted).status, default: 0] += 1
            }
        }
        #expect(await fixture.number == 1)
        #expect(Set(counts.keys) == [.badRequest, .conflict, .unprocessable])
        // Another digit in the state number is another page's touch.
        #expect(counts[.conflict] == 9)
        #expect(counts.values.reduce(0, +) == form.count * 256)
    }
}
