import CampusCard
import CardPrimitives
package import CentralStore
import Synchronization

/// The masters in a PKCS#11 token: it makes codes under them, and no master ever leaves it.
///
/// The store's own keys are codes of the token too, made once and kept in wiped memory: values are sealed at every
/// call, and a token in its strict mode takes no nonce from outside.
package final class TokenKeys: KeyCustody {
    package let generations: [UInt8]
    package let storeKeys: StoreKeys
    private let names: TokenKeyNames
    private let login: TokenLogin
    private let session: Mutex<TokenSession?>

    /// Opens the token of a campus whose keys were made.
    package init(_ token: StoreConfiguration.Token, pin: [UInt8], campus: CampusID)
        throws(StoreFailure)
    {
        names = TokenKeyNames(campus: campus)
        login = TokenLogin(
            module: try TokenModule(path: token.module), label: token.label, pin: SecretKey(pin))
        let opened = try Self.plainly { [names, login] in
            var session = try login.open()
            do {
                return try Self.survey(&session, names, token)
            } catch {
                session.close()
                throw error
            }
        }
        (generations, storeKeys) = (opened.generations, opened.storeKeys)
        session = Mutex(opened.session)
    }

    private static func survey(
        _ session: inout TokenSession, _ names: TokenKeyNames, _ token: StoreConfiguration.Token
    ) throws -> Opened {
        let generations = try names.generations(among: session.labels())
        guard !generations.isEmpty else {
            throw StoreFailure(
                "open the token \(token.label): it has no master keys of campus \(names.campus); "
                    + "central-store keys init makes them")
        }
        return Opened(
            storeKeys: try names.storeKeys(in: &session), generations: generations,
            session: session)
    }

    private struct Opened {
        let storeKeys: StoreKeys
        let generations: [UInt8]
        let session: TokenSession
    }

    package func code(
        _ message: [UInt8], under role: CardKeyRole, of generation: UInt8
    ) throws(StoreFailure) -> [UInt8] {
        let name = names.master(role, generation)
        return try Self.plainly { try inSession { try $0.code(message, under: name) } }
    }

    /// A session that has ended is opened anew by the next call; the one that met its end fails.
    private func inSession<Result: Sendable>(
        _ body: (inout TokenSession) throws -> Result
    ) throws -> Result {
        try session.withLock { kept in
            var current = try kept ?? login.open()
            do {
                let result = try body(&current)
                kept = current
                return result
            } catch {
                let isOver = (error as? TokenFault)?.answer.endsSession == true
                if isOver { current.close() }
                kept = isOver ? nil : current
                throw error
            }
        }
    }

    static func plainly<Result>(_ body: () throws -> Result) throws(StoreFailure) -> Result {
        do {
            return try body()
        } catch let failure as StoreFailure {
            throw failure
        } catch {
            throw StoreFailure("\(error)")
        }
    }
}
