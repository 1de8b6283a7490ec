import CampusCard
import KioskPorts

/// Looks for what may never be written down (K14) in whatever a kiosk writes: passwords, and the numbers of students.
struct SecretSearch {
    private let secrets: Set<Substring>

    init(cardholders: Int) {
        let numbers = (0..<cardholders).map { "\(CampusNames.student($0))" }
        let passwords = [CampusNames.passwordText, CampusNames.wrongPasswordText]
        secrets = Set((numbers + passwords).map { Substring($0) })
    }

    /// The first secret that stands in the text as a word of its own. Parts of identifiers, which are random, are none.
    func secret(in text: String) -> Substring? {
        text.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.first { secrets.contains($0) }
    }
}
