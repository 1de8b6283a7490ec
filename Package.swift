// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

func library(_ name: String, _ dependencies: [Target.Dependency], sources: [String]) -> Target {
    .target(name: name, dependencies: dependencies, sources: sources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "kiosk",
    platforms: [.macOS(.v15)],
    targets: [
        .systemLibrary(
            name: "CLibUSB", pkgConfig: "libusb-1.0", providers: [.apt(["libusb-1.0-0-dev"])]),
        library("KioskPorts", [], sources: ["USB", "Time"]),
        library("USBLink", ["KioskPorts", "CLibUSB"], sources: ["."]),
        library(
            "Simulator", ["KioskPorts"],
            sources: [
                "DeviceModels", "USBFolder", "InProcessBus", "Machine/Motion/Motion.swift",
                "Machine/Cards/Sensor.swift", "Machine/Cards/Station.swift",
            ]),
        tests("USBLinkTests", ["USBLink", "KioskPorts", "Simulator"]),
    ]
)
