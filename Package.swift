// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = [])
    -> Target
{
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func tool(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = [])
    -> Target
{
    .testTarget(
        name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let lifecycle = Target.Dependency.product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(
    name: "UnixSignals", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")

let package = Package(
    name: "kiosk",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1",
            traits: ["FullFoundation"]),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.3.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.3.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibUSB", pkgConfig: "libusb-1.0", providers: [.apt(["libusb-1.0-0-dev"])]),
        .systemLibrary(
            name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CCUPS", providers: [.apt(["libcups2-dev"])]),
        .systemLibrary(
            name: "CPango", pkgConfig: "pangocairo cairo-pdf",
            providers: [.apt(["libpango1.0-dev", "libcairo2-dev"])]),
        .systemLibrary(name: "CQRCodegen", providers: [.apt(["libqrcodegen-dev"])]),
        .systemLibrary(name: "CPKCS11", providers: [.apt(["libp11-kit-dev"])]),

        library("CampusCard"),
        library("CardPrimitives", ["CLibCrypto"]),
        library("KioskCore", ["CampusCard"]),
        library("DeviceProtocols"),
        library("CardEncoding", ["CampusCard", "CardPrimitives"]),
        library("KioskPorts", ["KioskCore", "CampusCard"]),
        library("VirtualChips", ["CampusCard", "CardPrimitives"]),

        library("USBLink", ["KioskPorts", "CLibUSB"]),
        library("Drivers", ["KioskPorts", "DeviceProtocols", "CardEncoding", "CampusCard"]),
        library("Receipts", ["KioskPorts", "CampusCard", "CPango", "CCUPS", "CQRCodegen"]),
        library("Journal", ["KioskPorts", "KioskCore", "CampusCard", "CardPrimitives", grdb]),
        library(
            "StoreClient",
            ["KioskPorts", "CampusCard", httpClient, nioCore, nioHTTP1, nioPosix, nioSSL, crypto]),
        library(
            "KioskScreen", ["KioskPorts", "KioskCore", "CampusCard", hummingbird],
            resources: [.copy("Resources")]),
        library(
            "KioskRuntime",
            ["KioskPorts", "KioskCore", "CampusCard", "CardEncoding", "CardPrimitives"]),
        library(
            "KioskConfiguration", ["KioskPorts", "CampusCard", "CardEncoding", "CardPrimitives"]),
        library("CentralStore", ["CampusCard", "CardPrimitives", "CLibCrypto", grdb]),
        library("KeyToken", ["CampusCard", "CardPrimitives", "CentralStore", "CPKCS11"]),
        library(
            "CentralStoreService",
            [
                "CampusCard", "CentralStore", hummingbird, hummingbirdTLS, nioCore, nioPosix,
                nioSSL, httpTypes, logging,
                x509, crypto, asn1,
            ]),
        library(
            "Simulator",
            [
                "KioskPorts", "KioskCore", "CampusCard", "DeviceProtocols", "CardPrimitives",
                "VirtualChips", hummingbird,
            ],
            resources: [.copy("MachinePage/Resources")]),

        library("SimulatedDisk", [sqlite]),
        library("CampusFaults", ["Simulator"]),
        library(
            "AbstractCampus",
            [
                "CampusFaults", "Simulator", "CampusCard", "KioskCore", "KioskPorts", "Journal",
                "CentralStore",
            ]),
        library(
            "SimulatedCampus",
            [
                "CampusFaults", "Drivers", "CampusCard", "KioskCore", "KioskPorts", "Journal",
                "StoreClient",
                "KioskRuntime",
                "CardEncoding",
                "CardPrimitives", "CentralStore", "Simulator", grdb,
            ]),

        tool(
            "kiosk",
            [
                "CampusCard", "KioskCore", "KioskPorts", "USBLink", "Drivers", "Receipts",
                "Journal", "StoreClient",
                "KioskScreen", "KioskRuntime", "KioskConfiguration", "CardEncoding",
                "CardPrimitives", "DeviceProtocols", "VirtualChips", arguments,
                hummingbird, httpClient, httpTypes, nioCore, nioHTTP1, logging, lifecycle,
                unixSignals,
            ]),
        tool(
            "central-store",
            [
                "CampusCard", "CentralStore", "CentralStoreService", "CardPrimitives", "KeyToken",
                "CardEncoding", "KioskConfiguration", arguments,
            ]),
        tool(
            "kiosk-lab",
            [
                "CampusCard", "KioskCore", "KioskPorts", "USBLink", "Drivers", "Receipts",
                "Journal", "StoreClient",
                "KioskScreen", "KioskRuntime", "KioskConfiguration", "CardEncoding",
                "CardPrimitives", "CentralStore", "SimulatedCampus",
                "CampusFaults", "AbstractCampus", "Simulator", "VirtualChips",
                "DeviceProtocols", arguments,
                hummingbird,
            ]),

        tests(
            "CardPrimitivesTests",
            ["CardPrimitives", "CampusCard", "VirtualChips", crypto, cryptoExtras],
            resources: [.copy("Vectors")]),
        tests("CampusCardTests", ["CampusCard"]),
        tests("KioskCoreTests", ["KioskCore", "CampusCard"]),
        tests("DeviceProtocolsTests", ["DeviceProtocols"]),
        tests(
            "CardEncodingTests",
            ["CardEncoding", "CardPrimitives", "CampusCard", "Simulator", "VirtualChips"],
            resources: [.copy("Vectors")]),
        tests("USBLinkTests", ["USBLink", "Drivers", "KioskCore", "KioskPorts", "Simulator"]),
        tests(
            "DriversTests",
            [
                "Drivers", "DeviceProtocols", "KioskCore", "KioskPorts", "CampusCard",
                "CardPrimitives", "CardEncoding", "Simulator", "VirtualChips",
            ]),
        tests("ReceiptsTests", ["Receipts", "KioskPorts", "CampusCard"]),
        tests(
            "JournalTests",
            ["Journal", "KioskPorts", "KioskCore", "CampusCard", "SimulatedDisk", grdb],
            resources: [.copy("Golden")]),
        tests("StoreClientTests", ["StoreClient", "KioskPorts", "CampusCard"]),
        tests(
            "KioskScreenTests",
            [
                "KioskScreen", "KioskPorts", "KioskCore", "CampusCard", hummingbird, logging,
                lifecycle,
            ]),
        tests(
            "CentralStoreTests",
            ["CentralStore", "CampusCard", "CardPrimitives", "SimulatedDisk", grdb]),
        tests(
            "CentralStoreServiceTests",
            [
                "CentralStoreService", "CentralStore", "CampusCard", "StoreClient", "KioskPorts",
                logging,
            ]),
        tests(
            "KeyTokenTests",
            ["KeyToken", "CPKCS11", "CentralStore", "CampusCard", "CardPrimitives"]),
        tests(
            "SimulatorTests",
            [
                "Simulator", "VirtualChips", "KioskPorts", "CampusCard", "DeviceProtocols",
                "CardPrimitives",
            ]),
        tests("CampusFaultsTests", ["CampusFaults"]),
        tests("AbstractCampusTests", ["AbstractCampus", "CampusFaults", "KioskCore"]),
        tests(
            "WholeStackTests",
            [
                "SimulatedCampus", "CampusFaults", "Drivers", "StoreClient", "Journal",
                "CampusCard",
                "KioskCore",
                "KioskPorts", "KioskRuntime",
                "CentralStore", "Simulator", "VirtualChips",
            ]),
        tests(
            "KioskConfigurationTests",
            ["KioskConfiguration", "KioskPorts", "CampusCard", "CardEncoding"]),
        tests("TidyTests", []),
    ]
)
