import ArgumentParser

/// `kiosk trace`.
struct TraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Read what passed between the kiosk and its devices.",
        discussion: """
            A trace is a pcap file of USB transfers, as `kiosk run --trace` writes it and as \
            Wireshark shows it. Key material and card contents are not in it.

            Example:
              kiosk trace show /var/lib/kiosk/usb.pcap --language zh
            """,
        subcommands: [ShowTrace.self])
}
