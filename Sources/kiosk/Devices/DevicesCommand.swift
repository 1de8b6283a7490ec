import ArgumentParser
import Drivers
import KioskConfiguration

/// `kiosk devices`.
struct DevicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: "List what is plugged in, what it is to the kiosk, and what to do about it.",
        discussion: """
            Shows each USB device with its socket, what it was recognised as, how well such a \
            device is proven, which role of the configuration it fills, and everything that keeps \
            the kiosk from using it, with the command that mends it: a udev rule that is missing, \
            a driver of the kernel or a program that holds it, sleep, a serial number that two \
            devices share. Nothing is opened, so it may run beside a kiosk.

            Exit status: 0 when every configured device is there and can be used, 1 when not.

            Example:
              kiosk devices --config /etc/kiosk/kiosk.json --language zh
            """)

    @OptionGroup var configuration: ConfigurationOption

    @Option(help: "The language of the report, en or zh.")
    var language = DeviceReport.Language.english

    func run() throws {
        let installation = try configuration.read()
        let census = DeviceCensus(
            of: SystemUSB().devices(), bridges: installation.bridges,
            readers: installation.readers, roles: Self.roles(installation.configuration))
        DeviceReport(language).lines(census).forEach { print($0) }
        guard census.isGood else { throw ExitCode.failure }
    }

    private static func roles(_ configuration: KioskConfiguration) -> [DeviceRole: DeviceName] {
        var roles: [DeviceRole: DeviceName] = [
            .dispenser: .socket(configuration.dispenser.socket),
            .readPosition: name(configuration.readers.readPosition),
        ]
        roles[.counter] = configuration.readers.counter.map(name)
        return roles
    }

    private static func name(_ place: ReaderPlace) -> DeviceName {
        switch place {
        case .serialNumber(let serial): .serialNumber(serial)
        case .socket(let socket): .socket(socket)
        }
    }
}

extension DeviceReport.Language: ExpressibleByArgument {}
