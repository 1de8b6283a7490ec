import CampusCard

/// A new password in place of the old one. Every other login of the account ends.
enum ChangePasswordRule {
    static func answer(
        _ call: ChangePasswordCall, kiosk: KioskID, _ transaction: StoreTransaction
    ) throws -> CallAnswer<ChangePasswordCall.Answer> {
        let session = try Session.require(call.session, kiosk: kiosk, transaction)
        guard let stored = try StoredPassword.find(account: session.account, transaction) else {
            throw Rejection(.sessionExpired)
        }
        guard !call.newPassword.isSimple, !stored.standard.matches(call.newPassword) else {
            throw Rejection(.passwordTooWeak)
        }
        try StoredPassword.change(account: session.account, to: call.newPassword, transaction)
        try session.passwordChanged(transaction)
        return .done(ChangePasswordCall.Answer())
    }
}
