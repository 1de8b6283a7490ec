import CampusCard
import CardPrimitives
import Testing

@testable import CardEncoding
@testable import VirtualChips

/// One entry of the EV2 files: a handshake, or a command with its answer.
struct EV2Vector: Decodable {
    let id: String
    let op: String
    let source: String
    let commMode: String?
    let keyNo: UInt8?
    let key: HexBytes?
    let rndA: HexBytes?
    let rndB: HexBytes?
    let tx: [HexBytes]?
    let rx: [HexBytes]?
    let ti: HexBytes?
    let ins: HexBytes?
    let cmdHeader: HexBytes?
    let cmdData: HexBytes?
    let cmdCtr: UInt16?
    let sesAuthENCKey: HexBytes?
    let sesAuthMACKey: HexBytes?
    let capdu: HexBytes?
    let rapdu: HexBytes?
    let respData: HexBytes?
    let oldKey: HexBytes?
    let newKey: HexBytes?
    let newKeyVersion: HexBytes?

    var name: String { "\(id): \(source)" }
    var zeros: [UInt8] { [UInt8](repeating: 0, count: 16) }
    var isHandshake: Bool { op.hasPrefix("Authenticate") }
    var encryptionKey: SecretKey { SecretKey(sesAuthENCKey?.bytes ?? zeros) }
    var macKey: SecretKey { SecretKey(sesAuthMACKey?.bytes ?? zeros) }

    static func all() throws -> [EV2Vector] {
        try VectorFile.load("an12343_desfire_ev2", as: Vectors<EV2Vector>.self).vectors
            + VectorFile.load("an12196_ntag424_ev2", as: Vectors<EV2Vector>.self).vectors
    }

    func readerSession() throws -> EV2Session {
        EV2Session(
            encryptionKey: encryptionKey, macKey: macKey, transaction: try #require(ti?.bytes),
            counter: cmdCtr ?? 0)
    }

    func chipSession() throws -> ChipEV2Session {
        ChipEV2Session(
            encryptionKey: encryptionKey, macKey: macKey, transaction: try #require(ti?.bytes),
            counter: cmdCtr ?? 0)
    }
}

@Suite("EV2 secure messaging against NXP's published examples")
struct EV2VectorTests {
    @Test("Both files are whole: 20 entries and 9, 9 of them handshakes")
    func inventory() throws {
        let all = try EV2Vector.all()
        #expect(all.count == 29)
        #expect(all.filter(\.isHandshake).count == 9)
    }

    @Test("The reader's side of every handshake gives the published frames and session keys")
    func readerHandshakes() throws {
        for vector in try EV2Vector.all() where vector.isHandshake {
            let isFirst = vector.op == "AuthenticateEV2First"
            let running = EV2Session(
                encryptionKey: vector.macKey, macKey: vector.macKey, transaction: [1, 2, 3, 4],
                counter: 7)
            let scheme: AuthenticationScheme = isFirst ? .ev2First : .ev2NonFirst
            let key = SecretKey(try #require(vector.key?.bytes))
            let keyNumber = try #require(vector.keyNo)
            let challenge = try #require(vector.rndA?.bytes)
            var handshake = Handshake(
                scheme, keyNumber: keyNumber, key: key, readerChallenge: challenge,
                continuing: isFirst ? nil : running)
            let tx = try #require(vector.tx).map(\.bytes)
            let rx = try #require(vector.rx).map(\.bytes)
            let opening = CommandFrames.wrapped(scheme.instruction.rawValue, handshake.opening)
            #expect(opening == tx[0], "\(vector.name)")
            let answered = handshake.reply(to: Array(rx[0].dropLast(2)))
            let reply = try #require(answered)
            #expect(CommandFrames.wrapped(0xAF, reply) == tx[1], "\(vector.name)")
            let channel = try #require(handshake.session(provenBy: Array(rx[1].dropLast(2))))
            var expected = EV2Session(
                encryptionKey: vector.encryptionKey, macKey: vector.macKey,
                transaction: vector.ti?.bytes ?? [1, 2, 3, 4], counter: isFirst ? 0 : 7)
            try expectSame(channel, &expected, vector.name)
        }
    }

    @Test("The chip's side of every handshake gives the published answers and session keys")
    func chipHandshakes() throws {
        for vector in try EV2Vector.all() where vector.isHandshake {
            let isFirst = vector.op == "AuthenticateEV2First"
            let running = ChipEV2Session(
                encryptionKey: vector.macKey, macKey: vector.macKey, transaction: [1, 2, 3, 4],
                counter: 7)
            let handshake = ChipHandshake(
                kind: isFirst ? .ev2First : .ev2NonFirst, keyNumber: try #require(vector.keyNo),
                key: ChipKey(kind: .aes, bytes: try #require(vector.key?.bytes), version: 0),
                challenge: try #require(vector.rndB?.bytes), continuing: isFirst ? nil : running)
            let tx = try #require(vector.tx).map(\.bytes)
            let rx = try #require(vector.rx).map(\.bytes)
            #expect(handshake.enciphered + [0x91, 0xAF] == rx[0], "\(vector.name)")
            let reply = Array(tx[1].dropFirst(5).dropLast())
            let (proof, session) = try handshake.complete(
                reply, transaction: vector.ti?.bytes ?? [])
            #expect(proof + [0x91, 0x00] == rx[1], "\(vector.name)")
            guard case .ev2(let keys) = session else {
                Issue.record("\(vector.name): no EV2 session")
                continue
            }
            #expect(keys.encryptionKey == vector.encryptionKey, "\(vector.name)")
            #expect(keys.macKey == vector.macKey, "\(vector.name)")
            #expect(keys.transaction == vector.ti?.bytes ?? [1, 2, 3, 4], "\(vector.name)")
            #expect(keys.counter == (isFirst ? 0 : 7), "\(vector.name)")
        }
    }

    @Test("The reader sends every published command and accepts every published answer")
    func readerCommands() throws {
        for vector in try EV2Vector.all() where !vector.isHandshake && !isKeyChange(vector) {
            var session = try vector.readerSession()
            let command = CardCommand(
                Instruction(rawValue: try #require(vector.ins?.bytes.first)),
                header: vector.cmdHeader?.bytes ?? [], data: vector.cmdData?.bytes ?? [],
                protection: protection(vector))
            let apdu = CommandFrames.wrapped(
                command.instruction.rawValue, session.protect(command))
            #expect(apdu == vector.capdu?.bytes, "\(vector.name)")
            let rapdu = try #require(vector.rapdu?.bytes)
            let plain = session.accept(
                Array(rapdu.dropLast(2)), status: .done, protection: command.protection)
            #expect(plain == vector.respData?.bytes ?? [], "\(vector.name)")
        }
    }

    @Test("The chip opens every published command and gives every published answer")
    func chipCommands() throws {
        for vector in try EV2Vector.all() where !vector.isHandshake && !isKeyChange(vector) {
            var session = try vector.chipSession()
            let instruction = try #require(vector.ins?.bytes.first)
            let header = vector.cmdHeader?.bytes ?? []
            let protection: ChipProtection = vector.commMode == "full" ? .full : .mac
            let payload = Array(try #require(vector.capdu?.bytes).dropFirst(5).dropLast())
            let opened = try session.open(
                instruction, payload, header: header.count, protection)
            #expect(opened == header + (vector.cmdData?.bytes ?? []), "\(vector.name)")
            let answer = session.seal(vector.respData?.bytes ?? [], protection)
            #expect(answer + [0x91, 0x00] == vector.rapdu?.bytes, "\(vector.name)")
        }
    }

    @Test("Key changes of both cases go out as published, and the chip reads them so")
    func keyChanges() throws {
        let vectors = try EV2Vector.all().filter(isKeyChange)
        #expect(vectors.count == 3)
        for vector in vectors {
            let isOther = vector.op.contains("case1")
            let old = SecretKey(try #require(vector.oldKey?.bytes))
            let new = SecretKey(try #require(vector.newKey?.bytes))
            let change = KeyChange(
                slot: vector.cmdHeader?.bytes.first ?? vector.keyNo ?? 0, newKey: new,
                version: vector.newKeyVersion?.bytes.first, replacing: isOther ? old : nil)
            let payload = try vector.readerSession().protect(change)
            #expect(CommandFrames.wrapped(0xC4, payload) == vector.capdu?.bytes, "\(vector.name)")
            let session = try vector.chipSession()
            let clear = try session.open(0xC4, payload, header: payload.count - 8, .control)
            let plain = try session.decipher(Array(clear.dropFirst()))
            if let expected = vector.cmdData { #expect(plain == expected.bytes, "\(vector.name)") }
            #expect(isOther || plain == new.withBytes { Array($0) } + [plain.last ?? 0])
        }
    }

    private func isKeyChange(_ vector: EV2Vector) -> Bool { vector.op.hasPrefix("ChangeKey") }

    private func protection(_ vector: EV2Vector) -> CardCommand.Protection {
        vector.commMode == "full" ? .full(answerLength: vector.respData?.bytes.count ?? 0) : .mac
    }

    /// Two sessions are the same when they protect a command in the same way.
    private func expectSame(
        _ channel: SecureChannel, _ expected: inout EV2Session, _ name: String
    ) throws {
        let command = CardCommand(
            .writeData, header: [1], data: [2, 3], protection: .full(answerLength: 0))
        var channel = channel
        let sent = channel.protect(command)
        #expect(sent == expected.protect(command), "\(name)")
    }
}
