import Foundation

/// What lies in the kiosk's folder.
struct KioskFiles {
    let folder: String

    var journal: String { "\(folder)/journal.sqlite" }
    var receipts: String { "\(folder)/receipts" }
    /// Loss reports that wait, sealed, for the store.
    var lossReports: String { "\(folder)/loss-reports" }
    /// Dumps of the USB traffic, unless the configuration names another folder.
    var traces: String { "\(folder)/traces" }
    /// The socket that the commands talk to.
    var controlSocket: String { "\(folder)/control" }
    /// The address of the screen with its token, for the browser that is started beside the kiosk.
    var screenAddress: String { "\(folder)/screen-address" }
    /// Held while a kiosk runs, so that there is one.
    var lock: String { "\(folder)/lock" }

    func prepare() throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
    }
}
