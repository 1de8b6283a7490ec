import Testing

@testable import Simulator

/// Goal: a bus never runs out of addresses while fewer than 126 devices are plugged in.
@Suite struct BusAddressTests {
    @Test("Addresses go up, wrap after 127, and none that is taken is given again")
    func wraps() {
        var addresses = BusAddresses()
        var taken: [UInt8] = [addresses.next(taken: []), addresses.next(taken: [2])]
        #expect(taken == [2, 3])
        var given: [UInt8] = []
        for _ in 0..<1000 {
            taken[1] = addresses.next(taken: taken)
            given.append(taken[1])
        }
        #expect(Array(given.prefix(125)) == Array(4...127) + [3])
        #expect(Set(given) == Set(3...127))
    }

    @Test("The last free address is found, wherever it is")
    func almostFull() {
        var addresses = BusAddresses()
        for free in UInt8(2)...127 {
            #expect(addresses.next(taken: (2...127).filter { $0 != free }) == free)
        }
    }
}
