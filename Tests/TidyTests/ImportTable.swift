/// Which target may import what. Targets of one layer never import each other, with the exceptions that
/// stand here by name.
enum ImportTable {
    private static let core: Set = ["CampusCard", "KioskCore"]
    private static let ports: Set = ["CampusCard", "KioskCore", "KioskPorts"]
    private static let card: Set = ["CardPrimitives", "CardEncoding"]
    private static let host: Set = ["Foundation", "Dispatch", "Synchronization", "Glibc", "Darwin"]
    private static let network: Set = [
        "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "NIOCore", "NIOPosix", "NIOHTTP1",
        "NIOSSL", "HTTPTypes", "Logging", "ServiceLifecycle", "UnixSignals",
    ]
    private static let kiosk = ports.union(card).union([
        "USBLink", "Drivers", "Receipts", "Journal", "StoreClient", "KioskScreen", "KioskRuntime",
        "KioskConfiguration", "DeviceProtocols", "VirtualChips",
    ])

    static let rows: [String: Set<String>] = [
        "CampusCard": [],
        "CardPrimitives": ["CLibCrypto", "Synchronization", "Glibc"],
        "KioskCore": ["CampusCard"],
        "DeviceProtocols": [],
        "CardEncoding": ["CampusCard", "CardPrimitives"],
        "KioskPorts": core.union(["Synchronization"]),
        // Cards that compute their own cryptography: for dry runs of a profile, and for the simulator.
        "VirtualChips": ["CampusCard", "CardPrimitives"],
        "USBLink": ports.union(host).union(["CLibUSB"]),
        "Drivers": ports.union(card).union(host).union(["DeviceProtocols"]),
        "Receipts": ports.union(host).union(["CPango", "CCUPS", "CQRCodegen"]),
        "Journal": ports.union(host).union(["GRDB", "CardPrimitives"]),
        "StoreClient": ports.union(host).union(network).union(["AsyncHTTPClient", "Crypto"]),
        "KioskScreen": ports.union(host).union(network),
        "KioskRuntime": ports.union(card).union(["Synchronization"]),
        "KioskConfiguration": ports.union(card),
        "CentralStore": host.union([
            "CampusCard", "CardPrimitives", "CardEncoding", "GRDB", "CLibCrypto",
        ]),
        // The masters of production, in a PKCS#11 token.
        "KeyToken": host.union(["CampusCard", "CardPrimitives", "CentralStore", "CPKCS11"]),
        "CentralStoreService": host.union(network).union([
            "CampusCard", "CentralStore", "X509", "Crypto", "SwiftASN1", "_CryptoExtras",
        ]),
        "Simulator": ports.union(host).union(network).union([
            "DeviceProtocols", "CardPrimitives", "VirtualChips",
        ]),
        "kiosk": kiosk.union(host).union(network).union(["ArgumentParser", "AsyncHTTPClient"]),
        "central-store": host.union(network).union([
            "CampusCard", "CentralStore", "CentralStoreService", "CardPrimitives", "KeyToken",
            "ArgumentParser",
            // The card profile, which kiosk and store read alike.
            "CardEncoding", "KioskConfiguration",
        ]),
        "kiosk-lab": kiosk.union(host).union(network).union([
            "Simulator", "SimulatedCampus", "CampusFaults", "AbstractCampus", "CentralStore",
            "CardPrimitives",
            "ArgumentParser",
        ]),
        // A disk that loses power and breaks, under SQLite.
        "SimulatedDisk": ["GRDBSQLite", "Synchronization"],
        // What can go wrong, for every simulation of a campus: names, rates, strikes, marks, the report.
        "CampusFaults": ["Simulator"],
        // A campus without devices, SQLite and cryptography: core, recovery and store rules a million times.
        "AbstractCampus": ports.union([
            "CampusFaults", "Simulator", "Journal", "CentralStore", "Synchronization",
        ]),
        // The whole campus in one process: what the executables put together, for simulation.
        "SimulatedCampus": kiosk.union(host).union([
            "Simulator", "CentralStore", "CampusFaults", "GRDB",
        ]),
    ]

    /// Layers 1 and 2: they compute, and need nothing of the machine.
    static let pure: Set = [
        "CampusCard", "CardPrimitives", "KioskCore", "DeviceProtocols", "CardEncoding",
    ]

    static let executables: Set = ["kiosk", "central-store", "kiosk-lab"]
}
