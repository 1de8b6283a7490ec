import Glibc

/// The defect that is on in this run of a build with all defects in it: at most one, named in the environment.
/// `Tests/mutants/run` lays this file into each target that a patch changes; the product holds no switch.
enum Mutant {
    private static let chosen = getenv("KIOSK_MUTANT").map { String(cString: $0) }

    static func isOn(_ name: String) -> Bool { name == chosen }
}
