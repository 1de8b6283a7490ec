package import CardPrimitives

/// One thing to be done on the card, which may take several APDUs.
package enum CardOperation: Sendable {
    case command(CardCommand)
    case changeKey(KeyChange)
    case authenticate(AuthenticationScheme, keyNumber: UInt8, key: SecretKey)
}
