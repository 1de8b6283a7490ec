package import Hummingbird
import NIOCore

/// What a request carries through the router: besides Hummingbird's own, the connection, since the
/// kiosk's identity is in the certificate that it showed there.
package struct CertificateContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    let channel: any Channel

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}
