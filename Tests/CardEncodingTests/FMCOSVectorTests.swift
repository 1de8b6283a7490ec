import CampusCard
import CardPrimitives
import Testing

@testable import CardEncoding
@testable import VirtualChips

/// Published exchanges of real FMCOS cards (`fmcos_pboc.json`, each with its source), computed in
/// the direction a reader uses and in the direction a card does.
@Suite("FMCOS and PBOC by published exchanges")
struct FMCOSVectorTests {
    struct Vector: Decodable {
        let id: String
        let key: HexBytes?
        let masterKey: HexBytes?
        let loadKey: HexBytes?
        let purchaseKey: HexBytes?
        let tacKey: HexBytes?
        let plain: HexBytes?
        let challenge: HexBytes?
        let capdu: HexBytes?
        let input: HexBytes?
        let mac: HexBytes?
        let factor: HexBytes?
        let derived: HexBytes?
        let tx: Texts?
        let rx: Texts?
    }

    /// One text or several.
    struct Texts: Decodable {
        let all: [HexBytes]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let many = try? container.decode([HexBytes].self) {
                all = many
            } else {
                all = [try container.decode(HexBytes.self)]
            }
        }
    }

    private func vectors(_ prefix: String) throws -> [Vector] {
        let all = try VectorFile.load("fmcos_pboc", as: Vectors<Vector>.self).vectors
        return all.filter { $0.id.hasPrefix(prefix) }
    }

    /// A card with one application's worth of keys in its root, for everybody to use.
    private func card(
        _ keys: [(type: UInt8, number: UInt8, bytes: [UInt8])], random: [[UInt8]],
        purse: FMCOSPurse? = nil
    ) throws -> VirtualFMCOS {
        var memory = FMCOSMemory(uid: try #require(FMCOSFixture.uid))
        memory.root.keyFile = FMCOSKeyFile(
            addRight: 0xF0,
            keys: keys.map {
                FMCOSKey(
                    type: $0.type, identifier: $0.number, useRight: 0xF0, changeRight: 0xF0,
                    parameters: $0.type == 0x3E ? [0x00, 0x00] : [0x11, 0x33], bytes: $0.bytes)
            })
        if let purse {
            memory.root.files = [
                FMCOSFile(
                    identifier: 0x0002, readRight: 0xF0, writeRight: 0xF0, type: 0x2F, writeKey: 0,
                    content: .purse(purse))
            ]
        }
        let chip = VirtualFMCOS(memory: memory, random: ScriptedRandom(random))
        _ = chip.activate()
        return chip
    }

    @Test("External authentication: the reader's cryptogram, and the card that takes it")
    func externalAuthentication() throws {
        let found = try vectors("fmcos-extauth")
        #expect(found.count == 2)
        for vector in found {
            let key = try #require(vector.key).bytes
            let (tx, rx) = (try #require(vector.tx).all, try #require(vector.rx).all)
            let challenge = Array(rx[0].bytes.dropLast(2))
            let number = tx[1].bytes[3]
            let chip = try card([(0x39, number, key)], random: [challenge])
            for (command, answer) in zip(tx, rx) {
                #expect(chip.transmit(command.bytes) == answer.bytes, "\(vector.id)")
            }
            let filled = challenge + [UInt8](repeating: 0, count: 8 - challenge.count)
            let proof = FMCOSCryptography.enciphered(filled, key: SecretKey(key))
            #expect(FMCOSCommand(0, 0x82, 0, number, proof).apdu == tx[1].bytes, "\(vector.id)")
        }
    }

    @Test("Keys that travel enciphered and under a MAC: made by the reader, taken by the card")
    func writingKeys() throws {
        let found = try vectors("fmcos-writekey") + vectors("psam-writekey")
        #expect(found.count == 4)
        for vector in found {
            let (master, plain) = (try #require(vector.masterKey).bytes, try #require(vector.plain))
            let challenge = try #require(vector.challenge).bytes
            let apdu = try #require(vector.capdu).bytes
            let line = FMCOSLineKey(SecretKey(master), enciphers: true)
            let sealed = FMCOSCryptography.sealed(plain.bytes, key: line.key)
            let command = FMCOSCommand(0x80, 0xD4, apdu[2], apdu[3], plain.bytes)
            #expect(
                command.protected(sealed, key: line, challenge: challenge) == apdu, "\(vector.id)")
            guard vector.id.hasPrefix("fmcos") else { continue }
            var keys: [(type: UInt8, number: UInt8, bytes: [UInt8])] = [(0x39, 0, master)]
            if apdu[2] != 0x01 { keys.append((apdu[2], apdu[3], master)) }
            let chip = try card(keys, random: [challenge])
            #expect(chip.transmit([0x00, 0x84, 0x00, 0x00, 0x04]) == challenge + [0x90, 0x00])
            #expect(chip.transmit(apdu) == [0x90, 0x00], "\(vector.id)")
            let written = chip.memory.root.keyFile?.keys.last
            #expect(written?.type == plain.bytes[0] && written?.identifier == apdu[3])
            #expect(written?.bytes == Array(plain.bytes[5...]))
        }
    }

    @Test("Line protection's MAC is the same on both sides")
    func lineMAC() throws {
        let found = try vectors("fmcos-line-mac")
        #expect(found.count == 5)
        for vector in found {
            let (key, input) = (try #require(vector.key).bytes, try #require(vector.input).bytes)
            let start = try #require(vector.challenge).bytes + [0, 0, 0, 0]
            let expected = try #require(vector.mac).bytes
            let reader = FMCOSCryptography.code(input, key: SecretKey(key), start: start)
            #expect(reader == expected, "\(vector.id)")
            #expect(FMCOSCipher.mac(input, key, start: start) == expected, "\(vector.id)")
        }
    }

    @Test("A key is dispersed by a factor and its complement")
    func dispersion() throws {
        let vector = try #require(try vectors("pboc-key-dispersion").first)
        let master = SecretKey(try #require(vector.masterKey).bytes)
        let derived = FMCOSCryptography.dispersed(
            master, factor: try #require(vector.factor).bytes)
        #expect(derived == SecretKey(try #require(vector.derived).bytes))
    }

    @Test("Loads of real cards: the reader's codes, and the card that gives the same answers")
    func loads() throws {
        let found = try vectors("pboc-load")
        #expect(found.count == 3)
        for vector in found {
            let (tx, rx) = (try #require(vector.tx).all, try #require(vector.rx).all)
            let loadKey = try #require(vector.loadKey).bytes
            let begin = tx[0].bytes
            let answer = Array(rx[0].bytes.prefix(16))
            let offer = try #require(PurseLoad.Offer(answer))
            let amount = begin[6..<10].reduce(0) { $0 << 8 | UInt32($1) }
            let moment = tx.count > 1 ? Array(tx[1].bytes[5..<12]) : [UInt8](repeating: 0, count: 7)
            let load = PurseLoad(
                amount: amount, terminal: Array(begin[10..<16]), moment: moment)
            #expect(load.isGenuine(offer, loadKey: SecretKey(loadKey)), "\(vector.id)")
            let tacKey = vector.tacKey?.bytes ?? loadKey
            let chip = try card(
                [(0x3F, begin[5], loadKey), (0x34, 0, tacKey)], random: [offer.random],
                purse: FMCOSPurse(
                    balance: offer.balance, onlineCounter: offer.counter, logFile: 0))
            chip.memory.root.keyFile?.keys[0].parameters = Array(answer[6..<8])
            #expect(chip.transmit(begin) == rx[0].bytes, "\(vector.id)")
            guard tx.count > 1 else { continue }
            let consent = load.consent(to: offer, loadKey: SecretKey(loadKey))
            #expect(
                FMCOSCommand.completeLoad(load, consent: consent).apdu.starts(with: tx[1].bytes))
            let code = load.transactionCode(
                balanceAfter: offer.balance + amount, counter: offer.counter,
                internalKey: SecretKey(tacKey))
            #expect(code + [0x90, 0x00] == rx[1].bytes, "\(vector.id)")
            #expect(chip.transmit(tx[1].bytes) == rx[1].bytes, "\(vector.id)")
            let proof = FMCOSCommand.proof(ofLoad: offer.counter).apdu
            #expect(chip.transmit(proof) == consent + rx[1].bytes, "\(vector.id)")
        }
    }

    @Test("The purchase of a real card is answered as that card did")
    func purchase() throws {
        let vector = try #require(try vectors("pboc-purchase").first)
        let (tx, rx) = (try #require(vector.tx).all, try #require(vector.rx).all)
        let answer = rx[0].bytes
        let chip = try card(
            [
                (0x3E, tx[0].bytes[5], try #require(vector.purchaseKey).bytes),
                (0x34, 0, try #require(vector.tacKey).bytes),
            ],
            random: [Array(answer[11..<15])],
            purse: FMCOSPurse(
                balance: answer[..<4].reduce(0) { $0 << 8 | UInt32($1) },
                offlineCounter: UInt16(answer[4]) << 8 | UInt16(answer[5]), logFile: 0))
        #expect(chip.transmit(tx[0].bytes) == answer)
        #expect(chip.transmit(tx[1].bytes) == rx[1].bytes)
    }
}
