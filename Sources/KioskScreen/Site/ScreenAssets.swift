import Foundation

/// The files that the browser loads by themselves.
package enum StaticFile: String, Hashable, Sendable, CaseIterable {
    case style = "kiosk.css"
    case script = "kiosk.js"
    case icon = "favicon.svg"

    package var path: String { "/static/\(rawValue)" }

    var type: ContentType {
        switch self {
        case .style: .style
        case .script: .script
        case .icon: .drawing
        }
    }
}

/// The screen's files, read once when the program starts, so that a page never waits for a disk.
package struct ScreenAssets: Sendable {
    package let artwork: Artwork
    private let files: [StaticFile: [UInt8]]

    /// Reads what was installed beside the program.
    package static func installed() throws(ScreenAssetFault) -> ScreenAssets {
        try ScreenAssets(folder: Bundle.module.bundleURL.appending(path: "Resources"))
    }

    private init(folder: URL) throws(ScreenAssetFault) {
        func read(_ file: String) throws(ScreenAssetFault) -> Data {
            do {
                return try Data(contentsOf: folder.appending(path: file))
            } catch {
                throw ScreenAssetFault(file: file, reason: "\(error)")
            }
        }
        artwork = try Artwork { file throws(ScreenAssetFault) in
            let text = String(decoding: try read(file), as: UTF8.self)
            return text.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        var files: [StaticFile: [UInt8]] = [:]
        for file in StaticFile.allCases { files[file] = Array(try read(file.rawValue)) }
        self.files = files
    }

    func bytes(_ file: StaticFile) -> [UInt8] {
        guard let bytes = files[file] else {
            preconditionFailure("The initialiser lets no assets pass that lack a file")
        }
        return bytes
    }
}
