package import Hummingbird
import NIOCore

/// The screen's site over HTTP, on the loopback address only.
package struct ScreenServer: Sendable {
    /// The kiosk's browser and scripts run on the same machine; nobody else has any business here.
    package static let address = "127.0.0.1"

    private let responder: SiteResponder

    package init(site: ScreenSite) {
        responder = SiteResponder(site: site)
    }

    /// A service to run: by itself with `runService()`, or in a group with others.
    /// - Parameters:
    ///   - port: 0 takes a free one.
    ///   - listening: is called with the port once requests are taken.
    package func application(
        port: Int, listening: @escaping @Sendable (Int) async -> Void
    ) -> some ApplicationProtocol {
        Application(
            responder: responder,
            configuration: ApplicationConfiguration(
                address: .hostname(Self.address, port: port), serverName: "kiosk-screen"),
            onServerRunning: { channel in
                await listening(channel.localAddress?.port ?? port)
            })
    }
}
