import KioskPorts
import Simulator
import Testing

/// What every `USBBus` must do, whatever is below it. Each case runs on both buses.
enum BusCase: String, CaseIterable, Codable, Sendable, CustomTestStringConvertible {
    case timesOutWhenTheDeviceIsSilent
    case stallsUntilTheHaltIsCleared
    case cancelsARunningTransfer
    case cancelsBeforeItBegins
    case cancelRacesTheAnswer
    case timesOutWhenNothingIsTaken
    case shortAnswersKeepTheirLength
    case pullingEndsWhatIsUnderWay
    case deliversZeroLengthPackets
    case reportsAnOverflow
    case answersLate
    case controlCarriesItsSetup
    case controlStalls
    case readsStrings
    case refusesASecondClaim
    case givesTheClaimBackOnClose
    case closingEndsTransfers
    case refusesCallsAfterClose
    case resetForgetsWhatWasQueued
    case tellsOfArrivalAndDeparture
    case refusesADeviceThatLeft

    var testDescription: String { rawValue }

    static let short = Duration.milliseconds(60)
    static let long = Duration.seconds(20)
    static let read = USBTransfer.bulkIn(EchoDevice.bulkIn, capacity: 64)

    func run(bus: any USBBus, front: any SimulatedUSBFront) async throws {
        try front.plug(EchoDevice(serial: "é1", delay: .milliseconds(20)), port: 3)
        let usb = try await opened(port: 3, of: bus)
        switch self {
        case .timesOutWhenTheDeviceIsSilent:
            #expect(await usb.transfer(Self.read, timeout: Self.short).end == .timedOut)
        case .stallsUntilTheHaltIsCleared: try await stalls(usb)
        case .cancelsARunningTransfer, .cancelsBeforeItBegins: await cancels(usb)
        case .cancelRacesTheAnswer: try await cancelRaces(usb)
        case .timesOutWhenNothingIsTaken: await fills(usb)
        case .shortAnswersKeepTheirLength:
            for count in [1, 63, 64, 65, 512] {
                let bytes = [UInt8](repeating: 7, count: count)
                #expect(await echo(bytes, over: usb) == bytes)
            }
        case .pullingEndsWhatIsUnderWay:
            async let first = usb.transfer(Self.read, timeout: Self.long).end
            async let second = usb.transfer(Self.read, timeout: Self.long).end
            // Something the device answers: by then the others are likely to run.
            _ = await usb.serialNumber(timeout: Self.long)
            front.unplug(port: 3)
            #expect(await [first, second] == [.deviceGone, .deviceGone])
            #expect(await usb.transfer(Self.read, timeout: Self.long).end == .deviceGone)
        case .deliversZeroLengthPackets:
            await send([EchoDevice.Order.emptyFirst.rawValue, 5], usb)
            #expect(await usb.transfer(Self.read, timeout: Self.long).bytes == [])
            #expect(await usb.transfer(Self.read, timeout: Self.long).bytes == [0xE2, 5])
        case .reportsAnOverflow:
            await send([EchoDevice.Order.doubled.rawValue] + Array(repeating: 1, count: 40), usb)
            #expect(await usb.transfer(Self.read, timeout: Self.long).end == .overflowed)
        case .answersLate:
            #expect(await echo(Array(0..<64), over: usb) == Array(0..<64))
        case .controlCarriesItsSetup:
            let setup = USBSetup(
                requestType: 0xC0, request: 1, value: 0x1312, index: 0xCC83, length: 8)
            let result = await usb.transfer(.controlIn(setup), timeout: Self.long)
            #expect(result.bytes == [0xC0, 1, 0x12, 0x13, 0x83, 0xCC, 8, 0])
        case .controlStalls:
            let setup = USBSetup(requestType: 0x40, request: 2, value: 0, index: 0)
            let result = await usb.transfer(.controlOut(setup, data: []), timeout: Self.long)
            #expect(result.end == .stalled)
        case .readsStrings: #expect(await usb.serialNumber(timeout: Self.long) == "é1")
        case .refusesASecondClaim: try await refusesASecondClaim(bus, usb)
        case .givesTheClaimBackOnClose:
            await usb.close()
            let next = try await bus.open(usb.device.id)
            try await next.claim(interface: 0)
            await next.close()
        case .closingEndsTransfers:
            async let end = usb.transfer(Self.read, timeout: Self.long).end
            await usb.close()
            #expect(await end == .cancelled)
        case .refusesCallsAfterClose:
            await usb.close()
            #expect(await usb.transfer(Self.read, timeout: Self.long).end == .cancelled)
            await #expect(throws: USBFault.closed) { try await usb.claim(interface: 0) }
        case .resetForgetsWhatWasQueued:
            await send([1, 2], usb)
            try await usb.reset()
            #expect(await usb.transfer(Self.read, timeout: Self.short).end == .timedOut)
        case .tellsOfArrivalAndDeparture: try await tells(bus, front)
        case .refusesADeviceThatLeft:
            let events = bus.events()
            front.unplug(port: 3)
            for await case .left in events { break }
            let id = usb.device.id
            await #expect(throws: USBFault.noSuchDevice(id)) { _ = try await bus.open(id) }
        }
        await usb.close()
    }

    private func send(_ bytes: [UInt8], _ usb: any USBConnection) async {
        let out = USBTransfer.bulkOut(EchoDevice.bulkOut, data: bytes)
        #expect(await usb.transfer(out, timeout: Self.long).end == .completed)
    }

    private func stalls(_ usb: any USBConnection) async throws {
        await send([EchoDevice.Order.stallNext.rawValue], usb)
        #expect(await usb.transfer(Self.read, timeout: Self.long).end == .stalled)
        #expect(await usb.transfer(Self.read, timeout: Self.long).end == .stalled)
        try await usb.clearHalt(EchoDevice.bulkIn)
        #expect(await usb.transfer(Self.read, timeout: Self.short).end == .timedOut)
    }

    private func cancels(_ usb: any USBConnection) async {
        let end = await withTaskGroup(of: USBTransferEnd.self) { group in
            if self == .cancelsBeforeItBegins { group.cancelAll() }
            group.addTask { await usb.transfer(Self.read, timeout: Self.long).end }
            if self == .cancelsARunningTransfer {
                // Something the device answers: by then the other transfer runs.
                _ = await usb.serialNumber(timeout: Self.long)
                group.cancelAll()
            }
            return await group.next()
        }
        #expect(end == .cancelled)
    }

    /// An answer comes after 20 ms; cancelled around then the read either has it whole or leaves it for the next one.
    private func cancelRaces(_ usb: any USBConnection) async throws {
        var ends: [USBTransferEnd: Int] = [:]
        for round in UInt8(0)..<24 {
            await send([1, round], usb)
            let result = await withTaskGroup(of: USBTransferResult?.self) { group in
                group.addTask { await usb.transfer(Self.read, timeout: Self.long) }
                group.addTask {
                    // A cancelled wait only cancels sooner.
                    try? await RealTimeClock().sleep(for: .milliseconds(17 + Int(round) % 6))
                    return nil
                }
                var read: USBTransferResult?
                for await end in group {
                    read = read ?? end
                    group.cancelAll()
                }
                return read
            }
            let end = try #require(result)
            ends[end.end, default: 0] += 1
            switch end.end {
            case .completed: #expect(end.bytes == [1, round])
            case .cancelled:
                #expect(await usb.transfer(Self.read, timeout: Self.long).bytes == [1, round])
            case .timedOut, .stalled, .overflowed, .deviceGone, .failed:
                Issue.record("a read that was cancelled \(end.end)")
            }
        }
        #expect(Set(ends.keys).isSubset(of: [.completed, .cancelled]))
    }

    /// A device whose buffer is full takes nothing; once it is emptied it goes on.
    private func fills(_ usb: any USBConnection) async {
        for _ in 0..<EchoDevice.queueLimit { await send([5], usb) }
        let out = USBTransfer.bulkOut(EchoDevice.bulkOut, data: [6])
        #expect(await usb.transfer(out, timeout: Self.short) == .nothing(.timedOut))
        for _ in 0..<EchoDevice.queueLimit {
            #expect(await usb.transfer(Self.read, timeout: Self.long).bytes == [5])
        }
        #expect(await echo([7], over: usb) == [7])
    }

    private func refusesASecondClaim(_ bus: any USBBus, _ usb: any USBConnection) async throws {
        let other = try await bus.open(usb.device.id)
        let fault = await #expect(throws: USBFault.self) { try await other.claim(interface: 0) }
        guard case .busy = fault else {
            Issue.record("a held interface is busy, not \(String(describing: fault))")
            return
        }
        await other.close()
    }

    private func tells(_ bus: any USBBus, _ front: any SimulatedUSBFront) async throws {
        var events = bus.events().makeAsyncIterator()
        try front.plug(EchoDevice(serial: "2"), port: 4)
        guard case .arrived(let device) = await events.next() else {
            Issue.record("no arrival was told")
            return
        }
        #expect(device.location.description == "1-4")
        #expect(try await bus.devices().contains(device))
        front.unplug(port: 4)
        #expect(await events.next() == .left(device))
        #expect(try await !bus.devices().contains(device))
    }
}

/// The device at a port of bus 1, opened and its interface 0 claimed, once it has arrived.
func opened(port: UInt8, of bus: any USBBus) async throws -> any USBConnection {
    let location = USBLocation(bus: 1, ports: [port])
    let events = bus.events()
    var found = try await bus.devices().first { $0.location == location }
    if found == nil {
        for await case .arrived(let device) in events where device.location == location {
            found = device
            break
        }
    }
    let connection = try await bus.open(try #require(found).id)
    try await connection.claim(interface: 0)
    return connection
}
