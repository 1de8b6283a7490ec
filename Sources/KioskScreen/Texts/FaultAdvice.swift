package import KioskPorts

/// What a technician is told about a fault code.
package struct FaultAdvice: Hashable, Sendable {
    /// What was observed.
    package let finding: String
    /// What to do about it.
    package let advice: String
}

extension ScreenTexts {
    /// The row of the advice table for this fault, in one language.
    package func advice(for code: FaultCode, in language: ScreenLanguage) -> FaultAdvice {
        let texts = self.in(language)
        return FaultAdvice(
            finding: texts[.fault(code, .finding)], advice: texts[.fault(code, .advice)])
    }
}
