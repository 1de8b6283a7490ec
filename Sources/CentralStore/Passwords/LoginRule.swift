import CampusCard
import GRDB

/// Login by student number and card password.
enum LoginRule {
    static func answer(
        _ call: LoginCall, kiosk: KioskID, _ transaction: StoreTransaction
    ) throws -> CallAnswer<LoginCall.Answer> {
        let throttle = LoginThrottle(transaction, kiosk: kiosk, studentNumber: call.studentNumber)
        try throttle.requireOpen()
        guard let holder = try Cardholder.find(studentNumber: call.studentNumber, transaction),
            let password = try StoredPassword.find(account: holder.account, transaction),
            password.current.matches(call.password)
        else {
            try spendAsMuch(call, transaction)
            return .refused(try throttle.countWrong())
        }
        try throttle.countRight()
        let session = try Session.begin(
            account: holder.account, kiosk: kiosk, mustChange: password.isDefault, transaction)
        return .done(
            LoginCall.Answer(
                session: session, holder: holder.masked, mustChangePassword: password.isDefault))
    }

    /// An unknown student number takes as long as a wrong password, so that time does not tell them
    /// apart.
    private static func spendAsMuch(_ call: LoginCall, _ transaction: StoreTransaction) throws {
        guard try Cardholder.find(studentNumber: call.studentNumber, transaction) == nil else {
            return
        }
        _ = PasswordHash.make(
            call.password, cost: transaction.environment.passwordCost,
            randomBytes: transaction.environment.randomBytes)
    }
}
