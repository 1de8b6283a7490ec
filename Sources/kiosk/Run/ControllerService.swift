import KioskPorts
import KioskRuntime
import ServiceLifecycle

/// The controller as a service: it ends with the group, or ends the group when its journal failed.
struct ControllerService: Service {
    let controller: KioskController
    let notice: ServiceNotice

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await runController() }
            group.addTask { try await feedWatchdog() }
            // The watchdog's feeder ends only by being cancelled, so this is the controller's end.
            try await group.next()
            group.cancelAll()
        }
    }

    private func runController() async throws {
        try await withGracefulShutdownHandler {
            try await controller.run()
        } onGracefulShutdown: {
            Task { await controller.stop() }
        }
    }

    /// The watchdog hears of us only when the loop has answered.
    private func feedWatchdog() async throws {
        let clock = MachineClock()
        let pause = notice.watchdogInterval ?? .seconds(3_600)
        while !Task.isCancelled {
            _ = await controller.snapshot()
            notice.alive()
            guard (try? await clock.sleep(for: pause)) != nil else { return }
        }
    }
}
