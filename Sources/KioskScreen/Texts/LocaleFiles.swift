import Foundation
import KioskPorts

extension ScreenTexts {
    /// Reads `zh-Hans.json` and `en.json` in a folder, as `kiosk-config/locales` holds them.
    package static func read(folder: String) throws(ScreenTextFault) -> ScreenTexts {
        var tables: [ScreenLanguage: [String: String]] = [:]
        for language in ScreenLanguage.allCases {
            tables[language] = try table(at: "\(folder)/\(language.rawValue).json")
        }
        return try ScreenTexts(tables)
    }

    private static func table(at path: String) throws(ScreenTextFault) -> [String: String] {
        do {
            let data = try Data(contentsOf: URL(fileURLWithPath: path))
            return try JSONDecoder().decode([String: String].self, from: data)
        } catch {
            throw ScreenTextFault(problems: ["reading \(path): \(error)"])
        }
    }
}
