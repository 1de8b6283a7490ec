/// The drawings of the pages, read once when the program starts.
package struct Artwork: Sendable {
    private let icons: [Icon: String]
    /// The ring that empties while the card waits.
    let ring: String

    /// - Parameter read: the text of a file of the resources.
    package init(read: (String) throws(ScreenAssetFault) -> String) throws(ScreenAssetFault) {
        var icons: [Icon: String] = [:]
        for icon in Icon.allCases { icons[icon] = try read("icons/\(icon.rawValue).svg") }
        self.icons = icons
        ring = try read("icons/ring.svg")
    }

    func svg(_ icon: Icon) -> String {
        guard let svg = icons[icon] else {
            preconditionFailure("The initialiser lets no artwork pass that lacks an icon")
        }
        return svg
    }
}

/// A file of the screen that cannot be read: the installation is incomplete.
package struct ScreenAssetFault: Error, Hashable, Sendable, CustomStringConvertible {
    package let file: String
    package let reason: String

    package var description: String { "reading the screen's file \(file): \(reason)" }
}
