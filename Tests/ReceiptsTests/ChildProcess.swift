import Foundation
import Glibc

/// A program that runs beside a test.
///
/// Not Foundation's `Process`: its children keep each other's pipes open, so that waiting for one
/// waits for all, and they inherit the signals that the threads of the tests block, so that they
/// cannot be stopped.
final class ChildProcess {
    struct Failure: Error {
        let program: String
        let code: Int32
        let output: String
    }

    private let process: pid_t

    /// - Parameters:
    ///   - program: a path, or a name to look up.
    ///   - output: the file that standard output and standard error go to.
    init(_ program: String, _ arguments: [String], output: String) throws {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&files, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&files, 1, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var open = sigset_t()
        sigemptyset(&open)
        posix_spawnattr_setsigmask(&attributes, &open)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        let code = posix_spawnp(&process, program, &files, &attributes, words, environ)
        guard code == 0 else { throw Failure(program: program, code: code, output: "") }
        self.process = process
    }

    /// Asks the program to end and waits until it has.
    func stop() {
        kill(process, SIGTERM)
        _ = wait()
    }

    /// Ends the program and its children without asking.
    func killWithChildren() {
        let list = "/proc/\(process)/task/\(process)/children"
        let children = (try? String(contentsOfFile: list, encoding: .utf8)) ?? ""
        kill(process, SIGKILL)
        for child in children.split(separator: " ").compactMap({ pid_t($0) }) {
            kill(child, SIGKILL)
        }
        _ = wait()
    }

    /// Waits for the end and returns the exit status; that of a program that a signal ended is 128
    /// and the signal.
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    /// Runs a program to its end and returns what it wrote.
    static func run(_ program: String, _ arguments: [String]) throws -> String {
        let folder = try TemporaryFolder()
        let file = folder.path + "/output"
        let status = try ChildProcess(program, arguments, output: file).wait()
        let output = try String(contentsOfFile: file, encoding: .utf8)
        guard status == 0 else { throw Failure(program: program, code: status, output: output) }
        return output
    }
}
