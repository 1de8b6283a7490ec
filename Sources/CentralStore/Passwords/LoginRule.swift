import CampusCard

/// Login by student number and card password.
enum LoginRule {
    static func answer(
        _ call: LoginCall, kiosk: KioskID, _ transaction: StoreTransaction
    ) throws -> CallAnswer<LoginCall.Answer> {
        let throttle = LoginThrottle(transaction, kiosk: kiosk, studentNumber: call.studentNumber)
        try throttle.requireOpen()
        guard let (holder, password) = try verified(call.studentNumber, call.password, transaction)
        else { return .refused(try throttle.countWrong()) }
        try throttle.countRight()
        let session = try Session.begin(
            account: holder.account, kiosk: kiosk, mustChange: password.isDefault, transaction)
        return .done(
            LoginCall.Answer(
                session: session, holder: holder.masked, mustChangePassword: password.isDefault))
    }

    /// Whom number and password belong to, together; nil when they do not.
    static func verified(
        _ number: StudentNumber, _ password: CardPassword, _ transaction: StoreTransaction
    ) throws -> (holder: Cardholder, password: StoredPassword)? {
        guard let holder = try Cardholder.find(studentNumber: number, transaction) else {
            // An unknown number takes as long as a wrong password: time does not tell them apart.
            _ = PasswordHash.make(
                password, cost: transaction.environment.passwordCost,
                randomBytes: transaction.environment.randomBytes)
            return nil
        }
        guard let stored = try StoredPassword.find(account: holder.account, transaction),
            stored.current.matches(password)
        else { return nil }
        return (holder, stored)
    }
}
