/// Resolves paths of a configuration file: a relative one counts from the file's folder, wherever the kiosk was
/// started.
struct ConfigurationPaths {
    let folder: String

    func resolve(_ path: String) -> String {
        path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
    }
}
