import CampusCard
import CardPrimitives
import Testing

@testable import CardEncoding
@testable import VirtualChips

@Suite("EV1 and D40 secure messaging against NXP AN0945 and AN12757")
struct EV1VectorTests {
    @Test(
        "Handshakes of D40, ISO and AES give the published frames and session keys on both sides",
        arguments: [
            ("an0945-t22-auth-aes", AuthenticationScheme.aes),
            ("an12757-auth-iso-2tdea-default", .iso),
            ("an12757-t30-auth-d40-default", .legacy),
            ("an12757-t31-auth-d40-nondefault", .legacy),
        ])
    func handshakes(id: String, scheme: AuthenticationScheme) throws {
        let vector = try EV1Vector.named(id)
        let frames = try EV1Frames.named(id)
        let key = try #require(vector.key?.bytes)
        var handshake = Handshake(
            scheme, keyNumber: vector.keyNo ?? 0, key: SecretKey(key),
            readerChallenge: try #require(vector.rndA?.bytes))
        #expect([scheme.instruction.rawValue] + handshake.opening == frames.tx[0])
        let answered = handshake.reply(to: Array(frames.rx[0].dropFirst()))
        let reply = try #require(answered)
        #expect([0xAF] + reply == frames.tx[1])
        var channel = try #require(handshake.session(provenBy: Array(frames.rx[1].dropFirst())))

        let chip = ChipHandshake(
            kind: try #require(ChipHandshake.Kind(rawValue: scheme.instruction.rawValue)),
            keyNumber: 0,
            key: ChipKey(kind: scheme == .aes ? .aes : .twoKeyDES, bytes: key, version: 0),
            challenge: try #require(vector.rndB?.bytes), continuing: nil)
        #expect(chip.enciphered == Array(frames.rx[0].dropFirst()))
        var (proof, session) = try chip.complete(reply, transaction: [])
        #expect(proof == Array(frames.rx[1].dropFirst()))

        let sessionKey = SecretKey(try #require(vector.sessionKey?.bytes))
        try expectKey(sessionKey, scheme, &channel, &session)
    }

    @Test("Enciphered and authenticated writes go out as published, and their answers are accepted")
    func writes() throws {
        for id in [
            "an0945-t23-writedata-full-aes", "an0945-t25-writedata-mac-aes",
            "an12757-t21-writedata-mac-2tdea", "an12757-t25-writedata-full-2tdea",
        ] {
            let vector = try EV1Vector.named(id)
            let frames = try EV1Frames.named(id)
            let isFull = id.contains("full")
            var chip = ChipEV1Session(
                cipher: BlockCipher(
                    vector.algorithm, key: SecretKey(try #require(vector.sessionKey?.bytes))))
            let payload = Array(frames.tx[0].dropFirst())
            let opened = try chip.open(0x3D, payload, header: 7, isFull ? .full : .mac)
            if let data = vector.data { #expect(Array(opened[7...]) == data.bytes, "\(id)") }
            let sealed = chip.seal([], .mac)
            #expect([0x00] + sealed == frames.rx[0], "\(id)")

            var session = try vector.session()
            let command = CardCommand(
                .writeData, header: Array(opened[..<7]), data: Array(opened[7...]),
                protection: isFull ? .full(answerLength: 0) : .mac)
            let sent = session.protect(command)
            #expect([0x3D] + sent == frames.tx[0], "\(id)")
            let answer = session.accept(
                Array(frames.rx[0].dropFirst()), status: .done, protection: command.protection)
            #expect(answer == [], "\(id)")
            if let after = vector.ivAfter { #expect(session.vector == after.bytes, "\(id)") }
        }
    }

    @Test("Enciphered, authenticated and plain reads are decoded with the vector carried along")
    func reads() throws {
        let full = try EV1Vector.named("an0945-t24-readdata-full-aes")
        let fullFrames = try EV1Frames.named(full.id)
        var session = try full.session()
        let command = CardCommand(
            .readData, header: Array(fullFrames.tx[0].dropFirst()),
            protection: .full(answerLength: 15))
        let sent = session.protect(command)
        #expect([0xBD] + sent == fullFrames.tx[0])
        #expect(session.vector == full.ivAfterCommandCmac?.bytes)
        let plain = session.accept(
            Array(fullFrames.rx[0].dropFirst()), status: .done, protection: command.protection)
        #expect(plain == full.data?.bytes)

        let mac = try EV1Vector.named("an0945-t26-readdata-mac-aes")
        let macFrames = try EV1Frames.named(mac.id)
        session = try mac.session()
        let header = Array(macFrames.tx[0].dropFirst())
        let macCommand = CardCommand(.readData, header: header, protection: .mac)
        let sentUnderMAC = session.protect(macCommand)
        #expect([0xBD] + sentUnderMAC == macFrames.tx[0])
        let data = session.accept(
            Array(macFrames.rx[0].dropFirst()), status: .done, protection: .mac)
        #expect(data == [UInt8](1...0x15))

        let settings = try EV1Vector.named("an0945-t34-getkeysettings-plain-aes")
        session = try settings.session()
        let sentPlain = session.protect(CardCommand(.getKeySettings))
        #expect(sentPlain.isEmpty)
        let answer = try EV1Frames.named(settings.id).rx[0]
        let body = session.accept(
            Array(answer.dropFirst()), status: .done, protection: .control)
        #expect(body == [0x0F, 0x84])
    }

    @Test("Key changes of both cases, and from DES to AES, go out as published")
    func keyChanges() throws {
        for id in [
            "an0945-t33-changekey-same-aes", "an12757-t95-changekey-other-aes",
            "an12757-t93-changekey-picc-2tdea-to-aes",
        ] {
            let vector = try EV1Vector.named(id)
            let frames = try EV1Frames.named(id)
            var session = try vector.session()
            let change = KeyChange(
                slot: frames.tx[0][1], newKey: SecretKey(try #require(vector.newKey?.bytes)),
                version: vector.newVersion, replacing: vector.oldKey.map { SecretKey($0.bytes) })
            let sent = session.protect(change)
            #expect([0xC4] + sent == frames.tx[0], "\(id)")
            var chip = ChipEV1Session(
                cipher: BlockCipher(
                    vector.algorithm, key: SecretKey(try #require(vector.sessionKey?.bytes))),
                running: vector.ivBefore?.bytes)
            let opened = try chip.decipher(Array(frames.tx[0].dropFirst(2)))
            #expect(opened.starts(with: change.keyPart), "\(id)")
            guard vector.oldKey != nil else { continue }
            let answer = session.accept(
                Array(frames.rx[0].dropFirst()), status: .done, protection: .control)
            #expect(answer == [], "\(id)")
        }
    }

    @Test("The check sum of EV1 is the one that libfreefare and NXP print for 123456789")
    func checkSum() throws {
        let vector = try #require(
            VectorFile.load("an0945_an12757_desfire_ev1", as: Vectors<CheckSumVector>.self)
                .vectors.first { $0.crcLSBfirst != nil })
        let data = try #require(vector.data?.bytes)
        #expect(CyclicRedundancy.jam32(data) == vector.crcLSBfirst?.bytes)
    }

    /// The one entry of the file that is a check sum.
    private struct CheckSumVector: Decodable {
        let data: HexBytes?
        let crcLSBfirst: HexBytes?
    }

    /// A session has the published key when it protects as one that was made with it.
    private func expectKey(
        _ key: SecretKey, _ scheme: AuthenticationScheme, _ channel: inout SecureChannel,
        _ session: inout ChipSession
    ) throws {
        let change = KeyChange(
            slot: 0, newKey: SecretKey([UInt8](1...16)), version: 1, replacing: nil)
        let algorithm: BlockCipher.Algorithm = scheme == .aes ? .aes128 : .tripleDES
        let expected: [UInt8]
        if scheme == .legacy {
            expected = LegacySession(sessionKey: key).protect(change)
        } else {
            var reference = EV1Session(cipher: BlockCipher(algorithm, key: key))
            expected = reference.protect(change)
        }
        let sent = channel.protect(change)
        #expect(sent == expected)
        let opened = try session.openKeyChange(Array(expected.dropFirst()))
        #expect(Array(opened.prefix(17)) == [UInt8](1...16) + [1])
    }
}
