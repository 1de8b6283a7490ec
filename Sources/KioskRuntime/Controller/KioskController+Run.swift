import KioskCore
package import KioskPorts

/// The controller's life: recovery first, then supervision until it is stopped.
extension KioskController {
    /// Returns when `stop` was called, or when the journal failed; that failure is thrown.
    package func run() async throws(JournalFault) {
        record([.started(software: settings.software)])
        let tasks = [
            Task(executorPreference: equipment.executor) { await self.keepHeartbeat() },
            Task(executorPreference: equipment.executor) { await self.keepOutbox() },
            Task(executorPreference: equipment.executor) { await self.keepPrinterRounds() },
            Task(executorPreference: equipment.executor) {
                await self.recover()
                await self.keepDeviceRounds()
            },
        ]
        await waitUntilStopped()
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
        if let failure { throw failure }
    }
}
